import { posix } from "node:path";
import type { Box } from "../../engine/boxes.ts";
import { packTar, type TarEntry } from "../../util/archive.ts";
import { basePathOf, guestPaths } from "../guest-paths.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import type { ResolvedStep } from "../steps/resolve-step.ts";
import { reportPaths, stepRoot } from "../steps/step-exports.ts";
import { boxMounts } from "./box-options.ts";
import { boxOwner } from "./box-owner.ts";
import { type Owner, sourceEntries } from "./source-entries.ts";

/** Puts all into the box that its steps need: the source, their own files, and the folders that they write to. One archive. */
export async function prepareBox(context: PipelineContext, box: Box, steps: readonly ResolvedStep[]): Promise<void> {
  const owner = await boxOwner(box);
  await box.putArchive(packTar(entries(context, steps, owner)), "/");
}

/**
 * The folder of the source, where the image has one already: files that the project no longer has would stay in it. What is
 * mounted from the host is never touched.
 */
export async function staleSource(context: PipelineContext, box: Box): Promise<string | undefined> {
  const base = basePathOf(context.pipeline);
  const { directMount = false } = context.request.options;
  const mounts = boxMounts(context, context.pipeline.box).map(({ target }) => target.replace(/\/+$/, ""));
  const isMounted = mounts.some((target) => base.startsWith(target) || target.startsWith(base));
  if (directMount || isMounted) return undefined;
  const found = await box.getArchive(base);
  found?.destroy();
  return found === undefined ? undefined : base;
}

async function* entries(
  context: PipelineContext,
  steps: readonly ResolvedStep[],
  owner: Owner,
): AsyncGenerator<TarEntry> {
  const { pipeline, request } = context;
  const base = basePathOf(pipeline);
  const isMounted = request.options.directMount ?? false;
  const folders = [guestPaths.root, guestPaths.cache, guestPaths.output, guestPaths.report];
  for (const path of folders) yield folder(path, owner);
  // Those above it are the image's own, where it has them: their modes are left alone.
  if (!isMounted) {
    for (const path of parentsOf(base)) yield folder(path, owner);
    for await (const entry of sourceEntries(context.sourceFolder, pipeline.ignoreFile, owner)) {
      yield { ...entry, path: relative(posix.join(base, entry.path)) };
    }
  }
  for (const step of steps) if (step.kind === "shell") yield* stepEntries(step, owner);
}

function* stepEntries(step: Extract<ResolvedStep, { kind: "shell" }>, owner: Owner): Generator<TarEntry> {
  const report = reportPaths(step.id);
  for (const path of [report.folder, report.artifacts, stepRoot(step.id)]) yield folder(path, owner);
  for (const file of step.files) yield { ...file, ...owner, path: relative(posix.join(stepRoot(step.id), file.path)) };
}

/** `/a/b` gives `/a` and `/a/b`, without those that every image has. */
function parentsOf(path: string): readonly string[] {
  const parts = path.split("/").filter((part) => part !== "");
  const all = parts.map((_part, index) => `/${parts.slice(0, index + 1).join("/")}`);
  return all.filter(
    (each) => each === path || !/^\/(?:usr|var|opt|home|root|srv|tmp|etc)(?:\/(?:local|src|lib))?$/.test(each),
  );
}

function folder(path: string, owner: Owner): TarEntry {
  return {
    path: relative(path),
    type: "directory",
    mode: 0o755,
    modifiedUnix: Math.floor(Date.now() / 1000),
    ...owner,
  };
}

function relative(path: string): string {
  return path.replace(/^\/+/, "");
}
