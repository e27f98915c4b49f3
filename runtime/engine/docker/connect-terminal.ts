import type { Socket } from "node:net";
import type { Terminal } from "../engine.ts";
import { readFrames } from "./stream-frames.ts";

/**
 * Passes keys or a file to the other side of a stream, and what comes back to the terminal, until that side ends. With a real
 * terminal the bytes are plain; otherwise the engine tells output and errors apart.
 *
 * @param resize tells the other side how large the terminal is
 */
export async function connectTerminal(
  stream: Socket,
  terminal: Terminal,
  resize: (size: NonNullable<ReturnType<Terminal["size"]>>) => Promise<unknown>,
): Promise<void> {
  const { input, output, errors } = terminal;
  const isInteractive = terminal.size() !== undefined;
  const tellSize = (): void => {
    const size = terminal.size();
    // A window that cannot be resized is no reason to end what runs in it.
    if (size !== undefined) resize(size).catch(() => {});
  };
  const giveBack = isInteractive ? terminal.takeKeys(tellSize) : () => {};
  const send = (bytes: Buffer): void => void stream.write(bytes);
  const endInput = (): void => void stream.end();
  input.on("data", send);
  input.once("end", endInput);
  input.resume();
  tellSize();
  try {
    if (!isInteractive) await readFrames(stream, (kind, bytes) => (kind === "stdout" ? output : errors).write(bytes));
    else for await (const bytes of stream) output.write(bytes);
  } finally {
    input.off("data", send);
    input.off("end", endInput);
    input.pause();
    giveBack();
    stream.destroy();
  }
}
