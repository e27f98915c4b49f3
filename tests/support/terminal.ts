import { PassThrough } from "node:stream";
import type { Terminal, TerminalSize } from "../../runtime/engine/engine.ts";

/** Streams that stand in for a terminal, and what was written to them. */
export interface FakeTerminal extends Terminal {
  readonly input: PassThrough;
  said(): { readonly output: string; readonly errors: string };
  /** Whether somebody has the keys right now. */
  hasKeys(): boolean;
}

/** @param size makes it a real terminal, as far as anybody can tell */
export function fakeTerminal(size?: TerminalSize): FakeTerminal {
  const input = new PassThrough();
  const output = collect();
  const errors = collect();
  let taken = false;
  return {
    input,
    output: output.stream,
    errors: errors.stream,
    size: () => size,
    takeKeys() {
      taken = true;
      return () => {
        taken = false;
      };
    },
    said: () => ({ output: output.text(), errors: errors.text() }),
    hasKeys: () => taken,
  };
}

/** One whose input is a file with these lines. */
export function scriptedTerminal(...lines: readonly string[]): FakeTerminal {
  const terminal = fakeTerminal();
  terminal.input.end(lines.map((line) => `${line}\n`).join(""));
  return terminal;
}

function collect(): { readonly stream: PassThrough; text(): string } {
  const stream = new PassThrough();
  let text = "";
  stream.on("data", (bytes: Buffer) => {
    text += bytes.toString();
  });
  return { stream, text: () => text };
}
