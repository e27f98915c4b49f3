import { basename } from "node:path";
import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import { type SdkHost, sdkHostSlot } from "../../sdk/model/sdk-host.ts";
import { neverSettled } from "./errors.ts";
import type { SourcePositions } from "./source-positions.ts";
import { translateEvaluationError } from "./translate-evaluation-error.ts";

/** One evaluation of a bundle. */
export interface Evaluation {
  /** The build.ts that was bundled. */
  readonly file: string;
  readonly bundle: { readonly url: string };
  readonly host: SdkHost;
  readonly positions: SourcePositions;
  readonly signal: AbortSignal;
}

/** What a module exports, by name. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/** The slot of the SDK's host belongs to the whole process: evaluations take turns. */
let turn: Promise<unknown> = Promise.resolve();
let evaluations = 0;

/** Errors: `LOAD.FAILED`, `LOAD.NEVER_SETTLED`, and what the SDK throws. */
export async function evaluateBundle(evaluation: Evaluation): Promise<ModuleExports> {
  const earlier = turn;
  const mine = earlier.then(() => evaluateAlone(evaluation));
  turn = mine.catch(() => undefined);
  return mine;
}

async function evaluateAlone({ file, bundle, host, positions, signal }: Evaluation): Promise<ModuleExports> {
  signal.throwIfAborted();
  Reflect.set(globalThis, sdkHostSlot, host);
  try {
    return await untilSettled(import(`${bundle.url}?${evaluations++}`), file, signal);
  } catch (error) {
    if (isBuilderError(error) || signal.aborted) throw error;
    throw translateEvaluationError(error, positions);
  } finally {
    Reflect.deleteProperty(globalThis, sdkHostSlot);
  }
}

/** A top-level await may wait for ever: Node would end the process without a word, and an abort would not be heard. */
async function untilSettled<T>(work: Promise<T>, file: string, signal: AbortSignal): Promise<T> {
  const { promise: given, reject } = withReject();
  const onAbort = () => reject(signal.reason);
  const onIdle = () => reject(neverSettled(basename(file)));
  signal.addEventListener("abort", onAbort, { once: true });
  process.once("beforeExit", onIdle);
  try {
    return await Promise.race([work, given]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    process.removeListener("beforeExit", onIdle);
  }
}

function withReject(): { readonly promise: Promise<never>; readonly reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, give) => {
    reject = give;
  });
  return { promise, reject };
}
