import { Writable } from "node:stream";
import type { Terminal } from "../engine/engine.ts";
import { createLineSplitter } from "../util/line-splitter.ts";

/** A terminal that shows its lines changed, and what shows the last one, which may have no end. */
export interface MaskedTerminal {
  readonly terminal: Terminal;
  end(): void;
}

/**
 * What a shell says that nobody types into is a log. A person's own terminal stays as it is: it comes in pieces of lines, and who has
 * asked for a secret there wants to see it.
 */
export function maskOutput(terminal: Terminal, mask: (line: string) => string): MaskedTerminal {
  if (terminal.size() !== undefined) return { terminal, end: () => {} };
  const output = maskedStream(terminal.output, mask);
  const errors = maskedStream(terminal.errors, mask);
  return {
    terminal: { ...terminal, output: output.stream, errors: errors.stream },
    end() {
      output.end();
      errors.end();
    },
  };
}

function maskedStream(to: Writable, mask: (line: string) => string) {
  let text = "";
  const lines = createLineSplitter((line) => {
    text += `${mask(line)}\n`;
  });
  const pass = (done: () => void): void => {
    to.write(text, done);
    text = "";
  };
  const stream = new Writable({
    write(bytes: Buffer, _encoding, done) {
      lines.write(bytes);
      // Whoever reads slowly slows the shell down.
      pass(() => done());
    },
  });
  const end = (): void => {
    lines.end();
    pass(() => {});
  };
  return { stream, end };
}
