import { durationText } from "./duration-text.ts";
import type { PipelineResult, StepResult } from "./events.ts";

/** `passed in 0.3 s`, `failed in 1.2 s: what it said`. */
export function stepText({ ok, message, durationMs }: StepResult): string {
  const said = message === undefined ? "" : `: ${message}`;
  return `${ok ? "passed" : "failed"} in ${durationText(durationMs)}${said}`;
}

/** `passed in 4.1 s`, with where its output is. */
export function pipelineText({ ok, artifacts, durationMs }: PipelineResult): string {
  const output = artifacts === undefined ? "" : `, output in ${artifacts}`;
  return `${ok ? "passed" : "failed"} in ${durationText(durationMs)}${output}`;
}
