import { randomBytes } from "node:crypto";
import { type CaughtUp, catchUp } from "../../util/catch-up.ts";
import { createLineSplitter } from "../../util/line-splitter.ts";
import type { OutputStream, Script, ScriptResult, SecretFile } from "../engine.ts";
import { engineLost } from "../errors.ts";
import type { DockerClient } from "./client.ts";
import { commandAtLine, complaintLine, readMarker, scriptText } from "./script-text.ts";
import { readFrames } from "./stream-frames.ts";
import { waitForExit } from "./wait-for-exit.ts";

export interface ScriptSurroundings {
  readonly secrets: readonly SecretFile[];
  /** The script waits for it while it says much. */
  readonly caughtUp: CaughtUp;
}

type OnLine = (stream: OutputStream, line: string) => void;

/** Attaches, starts the container, sends the script, passes the lines on, waits for the exit code. */
export async function runScript(
  client: DockerClient,
  containerId: string,
  script: Script,
  { secrets, caughtUp }: ScriptSurroundings,
  onLine: OnLine,
  signal: AbortSignal,
): Promise<ScriptResult> {
  signal.throwIfAborted();
  const marker = `builder-${randomBytes(12).toString("hex")}`;
  const watch = watchFailure(marker, onLine);
  const stream = await client.upgrade("attaching to a container", attachPath(containerId));
  const abort = (): void => {
    stream.destroy();
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    const read = readLines(stream, watch.onLine);
    // Awaited below; a failing start must not leave its rejection unhandled.
    read.catch(() => {});
    await client.call("starting a container", (docker) => docker.getContainer(containerId).start());
    stream.write(scriptText(script, marker, secrets));
    await read;
    const exitCode = await waitForExit(client, containerId, signal);
    return result(script, exitCode, watch.failedLine());
  } catch (error) {
    if (!signal.aborted) throw error;
    await kill(client, containerId);
    throw signal.reason;
  } finally {
    signal.removeEventListener("abort", abort);
    stream.destroy();
  }

  async function readLines(from: typeof stream, onOutput: OnLine): Promise<void> {
    const stdout = createLineSplitter((line) => onOutput("stdout", line));
    const stderr = createLineSplitter((line) => onOutput("stderr", line));
    const take = async (output: OutputStream, bytes: Buffer): Promise<void> => {
      (output === "stdout" ? stdout : stderr).write(bytes);
      await catchUp(caughtUp, signal);
    };
    await readFrames(from, take).catch((error: unknown) => {
      if (isOfStream(error)) throw engineLost(client.address, "running commands", error);
      throw error;
    });
    stdout.end();
    stderr.end();
  }
}

function attachPath(containerId: string): string {
  return `/containers/${containerId}/attach?stream=1&stdin=1&stdout=1&stderr=1`;
}

/** Passes lines on except our own marker's, and remembers where the shell said it failed. */
function watchFailure(
  marker: string,
  onLine: OnLine,
): { readonly onLine: OnLine; readonly failedLine: () => number | undefined } {
  let told = false;
  let markedLine: number | undefined;
  let complainedLine: number | undefined;
  return {
    onLine(stream, line) {
      const marked = readMarker(line, marker);
      if (marked === undefined) {
        if (stream === "stderr") complainedLine = complaintLine(line) ?? complainedLine;
        onLine(stream, line);
        return;
      }
      told = true;
      markedLine = marked.line;
      if (marked.before !== "") onLine(stream, marked.before);
    },
    failedLine: () => (told ? (markedLine ?? complainedLine) : undefined),
  };
}

function result(script: Script, exitCode: number, failedLine: number | undefined): ScriptResult {
  if (exitCode === 0 || failedLine === undefined) return { exitCode };
  const failedCommand = commandAtLine(script.commands, failedLine);
  return failedCommand === undefined ? { exitCode } : { exitCode, failedCommand };
}

/** Best effort: it may have ended already, and it is removed next. */
async function kill(client: DockerClient, containerId: string): Promise<void> {
  await client.call("stopping a container", (docker) => docker.getContainer(containerId).kill()).catch(() => {});
}

function isOfStream(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^(E[A-Z]+|ERR_STREAM_.*)$/.test(error.code)
  );
}
