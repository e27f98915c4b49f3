import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface RecordedPrograms {
  /** For a `builder` that is to be recorded. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every program that it has started, with its arguments: a line each. */
  started(): string;
}

/** Node tells whoever asks of each program that it starts; a list of processes would miss the short-lived ones. */
export function recordPrograms(folder: string): RecordedPrograms {
  const [probe, record] = [join(folder, "record-programs.cjs"), join(folder, "programs")];
  writeFileSync(
    probe,
    `require("node:diagnostics_channel").subscribe("child_process", ({ process: child }) => child.once("spawn", () =>
      require("node:fs").appendFileSync(${JSON.stringify(record)}, child.spawnargs.join(" ") + "\\n")));`,
  );
  return {
    environment: { NODE_OPTIONS: `--require=${probe}` },
    started: () => (existsSync(record) ? readFileSync(record, "utf8") : ""),
  };
}
