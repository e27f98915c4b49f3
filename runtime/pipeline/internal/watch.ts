import { randomUUID } from "node:crypto";
import { packTar } from "../../util/archive.ts";
import { boxOwner } from "../box/box-owner.ts";
import { usualIgnoreFiles } from "../box/source-entries.ts";
import { basePathOf, guestPaths } from "../guest-paths.ts";
import { type Changes, createChanges } from "../watch/changes.ts";
import { createFindIgnored, type FindIgnored } from "../watch/ignored-paths.ts";
import { syncChanges } from "../watch/sync-changes.ts";
import { watchFolder } from "../watch/watch-folder.ts";
import { createWatchedProgram, ShellEnded, type WatchedProgram } from "../watch/watched-program.ts";
import { watchFailed } from "./errors.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";

/** Why the waiting is over. */
type End = { readonly kind: "interrupted" } | { readonly kind: "ended"; readonly exitCode: number };

/**
 * Runs a program until Ctrl-C, which ends the step well, and starts it again when files of the project change (spec §4.9). No change is lost:
 * what changes while the program is being ended and started leads to another start.
 */
export async function watch(request: InternalStepRequest): Promise<InternalStepResult> {
  const { context, node } = request;
  const { folder, signal } = { folder: context.sourceFolder, signal: context.request.signal };
  const ignoreFiles = context.pipeline.ignoreFile === undefined ? usualIgnoreFiles : [context.pipeline.ignoreFile];
  const findIgnored = createFindIgnored(folder, ignoreFiles, signal);
  const changes = createChanges();
  const ending = createEnding(request);
  try {
    const watching = await watchFolder(folder, {
      findIgnored,
      onChange: changes.add,
      onError: (error) => ending.fail(watchFailed(node, messageOf(error), error)),
    }).catch((error: unknown) => {
      throw watchFailed(node, messageOf(error), error);
    });
    try {
      return await keepRunning(request, { changes, ending, findIgnored });
    } finally {
      watching.close();
    }
  } catch (error) {
    if (error instanceof ShellEnded) return { exitCode: 1, message: error.message };
    throw error;
  } finally {
    ending.release();
  }
}

interface Watching {
  readonly changes: Changes;
  readonly ending: Ending;
  readonly findIgnored: FindIgnored;
}

async function keepRunning(request: InternalStepRequest, watching: Watching): Promise<InternalStepResult> {
  const { context, node, session, onLines } = request;
  const { changes, ending } = watching;
  const isReloading = node.properties.reload === true;
  const program = await createWatchedProgram(session, {
    file: await putCode(request),
    onLines,
    onEnded: (exitCode) => {
      if (!isReloading) return ending.end({ kind: "ended", exitCode });
      onLines([`The program ended with exit code ${exitCode}; it starts again when a file changes`]);
    },
  });
  try {
    await program.start();
    onLines(await portLines(request));
    for (;;) {
      await changes.settled(ending.signal);
      if (ending.signal.aborted) return resultOf(await ending.ended);
      await takeChanges(request, watching, isReloading ? program : undefined);
    }
  } finally {
    if (!context.request.signal.aborted) await program.stop();
  }
}

function resultOf(end: End): InternalStepResult {
  return end.kind === "interrupted" ? { exitCode: 0 } : { exitCode: end.exitCode };
}

/** Files first: the program that is started then reads what they are now. */
async function takeChanges(
  request: InternalStepRequest,
  { changes, findIgnored }: Watching,
  program: WatchedProgram | undefined,
): Promise<void> {
  const { context, box, session, onLines } = request;
  await program?.stop();
  const paths = changes.take();
  if (context.request.options.directMount !== true) {
    const target = { box, folder: context.sourceFolder, base: basePathOf(context.pipeline), findIgnored };
    const remove = await syncChanges({ ...target, owner: await boxOwner(box) }, paths);
    const limits = { onLines, commandTimeoutMs: 60_000, noResponseTimeoutMs: 60_000 };
    if (remove !== undefined) await session.run([remove], limits);
  }
  if (program === undefined) return;
  onLines([`Reloading: ${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ` and ${paths.length - 3} more` : ""}`]);
  await program.start();
}

/** It is read from a file: a quote that is not closed must not swallow what the shell is told next. */
async function putCode({ box, node }: InternalStepRequest): Promise<string> {
  const path = `${guestPaths.root}/watch-${randomUUID()}.sh`;
  const code = typeof node.properties.code === "string" ? node.properties.code : "";
  const common = { mode: 0o644, uid: 0, gid: 0, modifiedUnix: 0 };
  await box.putArchive(
    packTar([{ ...common, path: path.slice(1), type: "file", content: Buffer.from(`set +e\n${code}\n`) }]),
    "/",
  );
  return path;
}

async function portLines({ box }: InternalStepRequest): Promise<readonly string[]> {
  const { published } = await box.state();
  return published
    .filter(({ hostIp }) => hostIp !== "::")
    .map(({ hostIp, hostPort, containerPort }) => {
      const host = hostIp === undefined || hostIp === "" || hostIp === "0.0.0.0" ? "localhost" : hostIp;
      return `Port ${containerPort} of the box is ${host}:${hostPort}`;
    });
}

/** What ends a watch from outside. */
interface Ending {
  /** Resolves once; rejects when the watch cannot go on. */
  readonly ended: Promise<End>;
  /** Aborted then. */
  readonly signal: AbortSignal;
  end(end: End): void;
  fail(error: unknown): void;
  /** Ctrl-C is nobody's any more. */
  release(): void;
}

function createEnding({ context, box }: InternalStepRequest): Ending {
  const { onInterrupt, signal } = context.request;
  const controller = new AbortController();
  let settle: { resolve: (end: End) => void; reject: (error: unknown) => void } | undefined;
  const ended = new Promise<End>((resolve, reject) => {
    settle = { resolve, reject };
  });
  ended.catch(() => {});
  const end = (found: End): void => {
    settle?.resolve(found);
    controller.abort();
  };
  const fail = (error: unknown): void => {
    settle?.reject(error);
    controller.abort();
  };
  const release = onInterrupt?.(() => end({ kind: "interrupted" })) ?? ((): void => {});
  signal.addEventListener("abort", () => fail(signal.reason), { once: true });
  // The box may end under the program.
  box.exitCode(controller.signal).then(
    (exitCode) => fail(new ShellEnded(`the box ended with exit code ${exitCode}`)),
    () => {},
  );
  return { ended, signal: controller.signal, end, fail, release };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
