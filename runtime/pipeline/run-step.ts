import { type BuilderError, isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { Box } from "../engine/boxes.ts";
import type { StepPhase, StepResult } from "../report/events.ts";
import { sanitizeOutput } from "../report/sanitize-output.ts";
import { createLastLines, type LastLines } from "../stages/last-lines.ts";
import { readBoxFile } from "./box/read-box-file.ts";
import type { BatchOutcome, ShellSession } from "./box/shell-session.ts";
import { type StepFailureFacts, stepFailed } from "./errors.ts";
import { findRunner } from "./internal/find-runner.ts";
import { type InternalStepRequest, syncedSteps } from "./internal/internal-step.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import type { InternalStep, ResolvedStep, ShellStep } from "./steps/resolve-step.ts";
import { reportPaths, stepExports, stepRoot } from "./steps/step-exports.ts";
import { syncEnvironment } from "./sync-environment.ts";

/** What all steps of a pipeline run with. */
export interface StepRun {
  readonly context: PipelineContext;
  readonly box: Box;
  readonly session: ShellSession;
  readonly phase: StepPhase;
  readonly network?: string;
  readonly defer: InternalStepRequest["defer"];
  readonly containers: InternalStepRequest["containers"];
  readonly beforeStep?: () => Promise<void>;
}

/** What became of a step, with the reason where it failed. */
export interface StepEnd {
  readonly result: StepResult;
  readonly error?: BuilderError;
}

/** wercker's limits (spec §3.2). */
const commandTimeoutMs = 25 * 60_000;
const noResponseTimeoutMs = 5 * 60_000;
/** What a failed step last said, for the message. */
const keptLines = 20;

/** Runs one step and tells what it says. */
export async function runStep(run: StepRun, step: ResolvedStep): Promise<StepEnd> {
  const { context, phase } = run;
  const { name: pipeline } = context.pipeline;
  const startedMs = performance.now();
  context.emit({ kind: "step-started", pipeline, step: step.node.name, phase });
  const lastLines = createLastLines(keptLines);
  const onLines = (lines: readonly string[]): void => {
    for (const line of lines.slice(-keptLines)) lastLines.add(line);
    context.emit({ kind: "step-output", pipeline, step: step.node.name, lines });
  };
  const end = await (step.kind === "shell" ? runInShell(run, step, onLines) : runInternal(run, step, onLines));
  const result: StepResult = {
    name: step.node.name,
    phase,
    ok: end.failure === undefined,
    ...(end.exitCode === undefined ? {} : { exitCode: end.exitCode }),
    ...(end.message === undefined ? {} : { message: context.mask.text(end.message) }),
    durationMs: performance.now() - startedMs,
  };
  context.emit({ kind: "step-finished", pipeline, result });
  return end.failure === undefined ? { result } : { result, error: toError(run, step, end.failure, lastLines) };
}

/** How a step ended, before it is put into words. */
interface End {
  readonly exitCode?: number;
  readonly message?: string;
  readonly failure?: BuilderError | Omit<StepFailureFacts, "lines">;
}

async function runInShell(run: StepRun, step: ShellStep, onLines: (lines: readonly string[]) => void): Promise<End> {
  const { context, session } = run;
  const { pipeline } = context;
  const limits = {
    onLines,
    commandTimeoutMs: pipeline.commandTimeoutMs ?? commandTimeoutMs,
    noResponseTimeoutMs: pipeline.noResponseTimeoutMs ?? noResponseTimeoutMs,
  };
  const { cwd } = step.node;
  const folder = cwd === undefined ? "" : ` && cd "${cwd.replace(/[\\"`]/g, "\\$&")}"`;
  // What the step is told comes first: variables in `cwd` may be among it.
  const entered = await session.run(
    ["set +e", ...stepExports(step, context.secrets), `cd "$WERCKER_SOURCE_DIR"${folder}`],
    limits,
  );
  if (entered.kind === "done" && entered.exitCode !== 0) {
    return { exitCode: entered.exitCode, failure: notEntered(cwd ?? pipeline.sourceDir ?? "the source") };
  }
  for (const file of ["init.sh", "run.sh"]) {
    if (!step.files.some(({ path }) => path === file)) continue;
    const outcome = await session.run([`. "${stepRoot(step.id)}/${file}" < /dev/null`], limits);
    const end = await toEnd(run, step, file, outcome);
    if (end.failure !== undefined || file === "run.sh") return end;
  }
  return entered.kind === "done" ? { exitCode: 0 } : toEnd(run, step, "run.sh", entered);
}

function notEntered(folder: string): Omit<StepFailureFacts, "lines"> {
  return { code: "PIPELINE.STEP_SET_UP", message: `the box has no folder ${folder} in the source` };
}

async function toEnd(run: StepRun, step: ShellStep, file: string, outcome: BatchOutcome): Promise<End> {
  switch (outcome.kind) {
    case "done": {
      const message = outcome.hasMessage ? await readMessage(run, step) : undefined;
      return ended(outcome.exitCode, message, file);
    }
    case "died":
      // The shell ends with the first failing command, with `exit` and with `fail`; a script may also end it well.
      return ended(outcome.exitCode, await readMessage(run, step), file, true);
    case "timeout":
      return timedOut("PIPELINE.TIMEOUT", `Command timed out after ${seconds(outcome.afterMs)}`, "command");
    case "no-response":
      return timedOut(
        "PIPELINE.NO_RESPONSE",
        `Command timed out after no response for ${seconds(outcome.afterMs)}`,
        "noResponse",
      );
  }
}

function ended(exitCode: number, message: string | undefined, file: string, died = false): End {
  const said = message === undefined ? {} : { message };
  if (exitCode === 0 && !died) return { exitCode, ...said };
  const how = died ? `the shell ended with exit code ${exitCode}` : `exit code ${exitCode}`;
  const failure = {
    code: "PIPELINE.STEP_FAILED",
    message: message ?? (file === "run.sh" ? how : `${file}: ${how}`),
    ...(exitCode === 0 ? { next: ["`exit` ends the shell that all steps share; `return` ends the step alone"] } : {}),
  } as const;
  return { exitCode, message: failure.message, failure };
}

function timedOut(code: StepFailureFacts["code"], message: string, option: string): End {
  return { message, failure: { code, message, next: [`give it more time: .timeouts({ ${option}: "1h" })`] } };
}

function seconds(milliseconds: number): string {
  return milliseconds >= 60_000 ? `${milliseconds / 60_000} min` : `${milliseconds / 1000} s`;
}

/** What `fail` and `setMessage` have left; also of a box that has ended. */
async function readMessage({ box }: StepRun, step: ShellStep): Promise<string | undefined> {
  const content = await readBoxFile(box, reportPaths(step.id).message);
  const text = content?.toString("utf8").trim();
  return text === "" ? undefined : text;
}

async function runInternal(
  run: StepRun,
  step: InternalStep,
  onLines: (lines: readonly string[]) => void,
): Promise<End> {
  const { context, session } = run;
  const { node } = step;
  try {
    const runner = await findRunner(node.step);
    if (syncedSteps.has(node.step) && node.properties.disableSync !== true) {
      if (!(await syncEnvironment(session, context.variables))) onLines(["Unable to sync environment"]);
    }
    const { exitCode, message } = await runner({ ...run, node, onLines });
    if (exitCode === 0) return { exitCode, ...(message === undefined ? {} : { message }) };
    const text = message ?? `exit code ${exitCode}`;
    return { exitCode, message: text, failure: { code: "PIPELINE.STEP_FAILED", message: text } };
  } catch (error) {
    if (context.request.signal.aborted || !isBuilderError(error)) throw error;
    return { message: error.message, failure: error };
  }
}

function toError({ context }: StepRun, step: ResolvedStep, failure: NonNullable<End["failure"]>, lines: LastLines) {
  if (isBuilderError(failure)) return failure;
  const { code, message, next } = failure;
  const facts = {
    code,
    message: context.mask.text(message),
    lines: context.mask.lines(lines.all()).map((line) => sanitizeOutput(line, false)),
    ...(next && { next }),
  };
  return stepFailed(step.node, context.pipeline, facts);
}
