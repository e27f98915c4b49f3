import { dirname } from "node:path";
import type { ImageNode } from "../sdk/model/image-node.ts";
import { commitEnvironment } from "./build/commit-environment.ts";
import { failedImageGone, noFailedStage } from "./build/errors.ts";
import { createStageContainers } from "./build/stage-container.ts";
import type { BuilderOptions, FailedStageChoice } from "./builder.ts";
import type { Container, Engine, ImageId, KeptContainer, Terminal } from "./engine/engine.ts";
import { sshAgentMount } from "./engine/toolchain/ssh-agent-mount.ts";
import type { Session } from "./open-session.ts";
import { stageLabels } from "./plan/stage-labels.ts";
import { isInstructionStage, parseStageName, type StageName } from "./plan/stage-name.ts";
import { withEngine } from "./with-engine.ts";

/** A container that was kept, and what build.ts says of it today. */
interface FailedStage {
  readonly kept: KeptContainer;
  readonly name: string;
  readonly stage: StageName;
  /** Absent where build.ts has no such image any more. */
  readonly image?: ImageNode;
}

/** Opens a shell in the files of the stage that failed last, with the mounts, secrets and variables of its commands. */
export function openFailed(
  options: BuilderOptions,
  session: Session,
  choice: FailedStageChoice,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { environment, onEvent = () => {} } = options;
  return withEngine(options, async (engine, runId) => {
    const failed = await findFailed(engine, session, choice);
    const { name, stage } = failed;
    const title = `${name}/${stage}`;
    const agent = sshAgentMount(environment, engine.capabilities);
    const env = { ...(await variablesOf(session, failed.kept)), ...agent?.env };
    const show = (container: Container): Promise<number> => {
      // Of an instruction that failed the engine keeps nothing: this is what was before it.
      const state = isInstructionStage(stage) ? "before-failure" : "failed";
      onEvent({ kind: "shell-opened", image: name, stage, state });
      return container.openShell({ title, env }, terminal, signal);
    };
    // The container itself may lack by now what was mounted into it.
    const copy = await engine.kept.commit(failed.kept.id, runId);
    const project = session.loaded.graph.project.name;
    const containers = createStageContainers({
      engine,
      project,
      mounts: agent === undefined ? [] : [agent.mount],
      ...(options.network === undefined ? {} : { network: options.network }),
      secrets: { environment, folder: dirname(options.file) },
      onMissingSecret: (error) => onEvent({ kind: "warning", diagnostic: error.toDiagnostic() }),
    });
    try {
      const parent = await engine.images.inspect(copy);
      if (failed.image !== undefined && parent !== undefined) {
        const place = { image: failed.image, stage, parent, runId, toolchains: [] };
        return await containers.withContainer(place, show, signal);
      }
      if (!isInstructionStage(stage)) onEvent({ kind: "warning", diagnostic: failedImageGone(name).toDiagnostic() });
      return await engine.withContainer({ image: copy, runId, title }, show, signal);
    } finally {
      await containers.close();
      await removeCopy(engine, copy);
    }
  });
}

/** Errors: `BUILD.NO_FAILED_STAGE`. */
async function findFailed(engine: Engine, { loaded }: Session, choice: FailedStageChoice): Promise<FailedStage> {
  const { project, images } = loaded.graph;
  const kept = (await engine.kept.list()).find(
    ({ labels }) =>
      labels[stageLabels.project] === project.name &&
      (choice.image === undefined || labels[stageLabels.image] === choice.image) &&
      (choice.stage === undefined || labels[stageLabels.stage] === choice.stage),
  );
  if (kept === undefined) throw noFailedStage(project.name, choice);
  const name = kept.labels[stageLabels.image] ?? "";
  const stage = parseStageName(kept.labels[stageLabels.stage] ?? "") ?? "from";
  const image = images.find((each) => each.name === name);
  return { kept, name, stage, ...(image?.kind === "image" ? { image } : {}) };
}

/** Of the commit that was built, wherever HEAD is now. */
async function variablesOf(
  { repository }: Session,
  { labels }: KeptContainer,
): Promise<Readonly<Record<string, string>>> {
  const id = labels[stageLabels.projectCommit];
  return commitEnvironment(id === undefined ? undefined : await repository?.commit(id));
}

async function removeCopy(engine: Engine, copy: ImageId): Promise<void> {
  await engine.images.remove(copy).catch(() => {});
}
