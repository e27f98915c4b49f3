import type { Output, Reporter } from "./reporter.ts";

/** One JSON document per line: every event as it is, then `run-ended` with the report or `run-failed` with the error. */
export function createJsonReporter(output: Output, now: () => number): Reporter {
  const write = (content: object) =>
    output.write(`${JSON.stringify({ time: new Date(now()).toISOString(), ...content })}\n`);
  return {
    onEvent: write,
    end: (report) => write({ kind: "run-ended", report }),
    fail: (error) => write({ kind: "run-failed", error }),
  };
}
