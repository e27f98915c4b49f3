/** Hides secret values in what people and logs get to see. */
export interface Mask {
  /** Makes a value secret from now on. */
  add(value: string): void;
  text(text: string): string;
  lines(lines: readonly string[]): readonly string[];
}

const replacement = "***";
/** The lines of a key are secret, too, but not those that many texts have in them. */
const shortestLine = 4;

export function createMask(): Mask {
  const values = new Set<string>();
  let pattern: RegExp | undefined;
  const text = (given: string): string => (pattern === undefined ? given : given.replace(pattern, replacement));
  return {
    add(value) {
      const lines = value.split(/\r?\n/);
      if (value.trim() !== "") values.add(value);
      if (lines.length > 1) for (const line of lines) if (line.trim().length >= shortestLine) values.add(line.trim());
      if (values.size === 0) return;
      // The longest first: one secret may be the beginning of another.
      const sorted = [...values].sort((a, b) => b.length - a.length).map(escapePattern);
      pattern = new RegExp(sorted.join("|"), "g");
    },
    text,
    lines: (given) => {
      if (pattern === undefined) return given;
      const joined = given.join("\n");
      const masked = text(joined);
      return masked === joined ? given : masked.split("\n");
    },
  };
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
