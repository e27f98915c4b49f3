import { randomBytes } from "node:crypto";
import type { ImageRun, Terminal } from "../engine.ts";
import { runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import { connectTerminal } from "./connect-terminal.ts";
import { waitForExit } from "./wait-for-exit.ts";

const namePrefix = "builder-run-";

/** Whether a container of this name was made to run an image. */
export function isImageRunName(name: string): boolean {
  return name.replace(/^\//, "").startsWith(namePrefix);
}

/** Creates a container of an image as it is, connects it with the terminal, waits for its end and removes it. */
export async function runDockerImage(
  client: DockerClient,
  run: ImageRun,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  const isInteractive = terminal.size() !== undefined;
  const container = await client.call(`creating a container for ${run.title}`, (docker) =>
    docker.createContainer({
      name: `${namePrefix}${run.title.replace(/[^a-zA-Z0-9_.-]+/g, "-")}-${randomBytes(4).toString("hex")}`,
      Image: run.image,
      ...(run.command.length === 0 ? {} : { Cmd: [...run.command] }),
      Labels: { [runLabel]: run.runId },
      Tty: isInteractive,
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      HostConfig: {
        ...(run.network === undefined ? {} : { NetworkMode: run.network }),
        LogConfig: { Type: "none", Config: {} },
      },
    }),
  );
  try {
    const path = `/containers/${container.id}/attach?stream=1&stdin=1&stdout=1&stderr=1`;
    const stream = await client.upgrade("attaching to a container", path);
    const abort = (): void => void stream.destroy();
    signal.addEventListener("abort", abort, { once: true });
    try {
      await client.call("starting a container", () => container.start());
      await connectTerminal(stream, terminal, ({ columns, rows }) =>
        client.call("resizing a terminal", () => container.resize({ w: columns, h: rows })),
      );
      return await waitForExit(client, container.id, signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener("abort", abort);
      stream.destroy();
    }
  } finally {
    await client.find("removing a container", () => container.remove({ force: true, v: true })).catch(() => {});
  }
}
