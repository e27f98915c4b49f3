import type Dockerode from "dockerode";
import type { Terminal } from "../engine.ts";
import type { DockerClient } from "./client.ts";
import { connectTerminal } from "./connect-terminal.ts";

/**
 * Runs a program beside a container's own, connected with a terminal; resolves with its exit code.
 *
 * @param typed what the program reads before the person's keys
 */
export async function execInTerminal(
  client: DockerClient,
  containerId: string,
  program: Pick<Dockerode.ExecCreateOptions, "Cmd" | "Env" | "User" | "WorkingDir">,
  terminal: Terminal,
  signal: AbortSignal,
  typed = "",
): Promise<number> {
  signal.throwIfAborted();
  const isInteractive = terminal.size() !== undefined;
  const exec = await client.call("opening a shell", (docker) =>
    docker.getContainer(containerId).exec({
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: isInteractive,
      ...program,
    }),
  );
  const stream = await client.upgrade("opening a shell", `/exec/${exec.id}/start`, {
    body: JSON.stringify({ Detach: false, Tty: isInteractive }),
  });
  const abort = (): void => void stream.destroy();
  signal.addEventListener("abort", abort, { once: true });
  try {
    if (typed !== "") stream.write(typed);
    await connectTerminal(stream, terminal, ({ columns, rows }) =>
      client.call("resizing a terminal", () => exec.resize({ w: columns, h: rows })),
    );
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
  signal.throwIfAborted();
  const { ExitCode } = await client.call("asking how a shell ended", () => exec.inspect());
  return ExitCode ?? 0;
}
