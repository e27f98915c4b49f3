/** Keeps the last lines of an output, for the message in case of failure. */
export interface LastLines {
  add(line: string): void;
  all(): readonly string[];
}

export function createLastLines(limit: number): LastLines {
  const lines: string[] = [];
  return {
    add(line) {
      lines.push(line);
      if (lines.length > limit) lines.shift();
    },
    all: () => lines,
  };
}
