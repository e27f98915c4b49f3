import type { Socket } from "node:net";
import type { Writable } from "node:stream";
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
  const tellSize = async (): Promise<void> => {
    const size = terminal.size();
    // A window that cannot be resized is no reason to end what runs in it.
    if (size !== undefined) await resize(size).catch(() => {});
  };
  const giveBack = isInteractive ? terminal.takeKeys(() => void tellSize()) : () => {};
  try {
    // Before the first key: what is typed ahead may ask for the size.
    await tellSize();
    // An input that has ended already, for a shell before this one, ends the stream too.
    input.pipe(stream);
    if (isInteractive) for await (const bytes of stream) await write(output, bytes);
    else await readFrames(stream, (kind, bytes) => write(kind === "stdout" ? output : errors, bytes));
  } finally {
    input.unpipe(stream);
    input.pause();
    giveBack();
    stream.destroy();
  }
}

/** Waits until the bytes are taken, so that a slow reader slows the writer down; one that went away is none of our business. */
function write(output: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => output.write(bytes, () => resolve()));
}
