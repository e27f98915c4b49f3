import type { Duplex } from "node:stream";
import type { ExecResult } from "../boxes.ts";
import type { DockerClient } from "./client.ts";
import { readFrames } from "./stream-frames.ts";

/** Runs another program in a running container, without input. */
export async function execInContainer(
  client: DockerClient,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  signal.throwIfAborted();
  return client.call("running a program in a container", async (docker) => {
    const exec = await docker
      .getContainer(id)
      .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: false });
    const stream: Duplex = await exec.start({ hijack: false, stdin: false });
    const abort = (): void => void stream.destroy(new Error("aborted"));
    signal.addEventListener("abort", abort, { once: true });
    const output: Buffer[] = [];
    try {
      await readFrames(stream, (_stream, bytes) => void output.push(bytes));
    } finally {
      signal.removeEventListener("abort", abort);
      stream.destroy();
    }
    const { ExitCode } = await exec.inspect();
    return { exitCode: ExitCode ?? -1, output: Buffer.concat(output).toString() };
  });
}
