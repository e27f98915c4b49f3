import { dirname } from "node:path";
import { buildImages } from "./build-images.ts";
import type { BuilderOptions } from "./builder.ts";
import { requireGiterminism } from "./git/giterminism.ts";
import type { Session } from "./open-session.ts";
import { chooseTargets } from "./pipeline/choose-targets.ts";
import type { RunReport } from "./report/events.ts";
import { resolveRepositories } from "./repository-options.ts";
import { withWork } from "./with-work.ts";

/** Builds the images that were asked for, or says what would be built, and runs the pipelines. */
export async function runTargets(
  command: "run" | "plan",
  targets: readonly string[],
  session: Session,
  options: BuilderOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const { looseGiterminism = false, onEvent = () => {} } = options;
  const { loaded } = session;
  const { customTags } = resolveRepositories(options, options.environment, loaded.graph.project);
  if (!looseGiterminism) requireGiterminism({ ...loaded, customTags });
  const chosen = chooseTargets(loaded.graph, targets);
  if ("report" in loaded) {
    const { importWarnings } = await import("./import/import-warnings.ts");
    for (const diagnostic of importWarnings(loaded, chosen.pipelines)) onEvent({ kind: "warning", diagnostic });
  }
  return withWork(session, options, signal, async (work, clearDeadRuns) => {
    if (command === "run") await clearDeadRuns();
    const built =
      chosen.images === undefined ? nothingBuilt(command, session) : await buildImages(work, command, chosen.images);
    if (!built.ok || chosen.pipelines.length === 0) return built;
    if (command === "plan") {
      const { planPipelines } = await import("./pipeline/plan-pipelines.ts");
      const planning = { ...options.pipeline, folder: dirname(loaded.file) };
      return { ...built, pipelinePlans: await planPipelines(loaded.graph, chosen.pipelines, planning) };
    }
    const { startPipelines } = await import("./start-pipelines.ts");
    return startPipelines(work, chosen.pipelines, built);
  });
}

function nothingBuilt(command: "run" | "plan", { loaded, repository }: Session): RunReport {
  const { name } = loaded.graph.project;
  return { schemaVersion: 1, command, project: name, commit: repository?.head.id, ok: true, images: [], durationMs: 0 };
}
