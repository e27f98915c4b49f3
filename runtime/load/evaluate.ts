import { basename } from "node:path";
import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import { type SdkHost, sdkHostSlot } from "../../sdk/model/sdk-host.ts";
import type { StoredBundle } from "./bundle-cache.ts";
import { neverSettled } from "./errors.ts";
import { evaluateScript } from "./evaluate-script.ts";
import { isCompiledSdk } from "./pin-sdk.ts";
import type { SourcePositions } from "./source-positions.ts";
import { translateEvaluationError } from "./translate-evaluation-error.ts";

/** One evaluation of a bundle. */
export interface Evaluation {
  /** The build.ts that was bundled. */
  readonly file: string;
  readonly bundle: Pick<StoredBundle, "kind" | "url" | "code">;
  readonly sdkUrl: string;
  readonly host: SdkHost;
  readonly positions: SourcePositions;
  readonly signal: AbortSignal;
  /**
   * How long the top-level code may take.
   * @default 60000
   */
  readonly limitMs?: number;
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

async function evaluateAlone(evaluation: Evaluation): Promise<ModuleExports> {
  const { host, positions, signal } = evaluation;
  signal.throwIfAborted();
  Reflect.set(globalThis, sdkHostSlot, host);
  try {
    return await untilSettled(evaluate(evaluation), evaluation);
  } catch (error) {
    if (isBuilderError(error) || signal.aborted) throw error;
    throw translateEvaluationError(error, positions);
  } finally {
    Reflect.deleteProperty(globalThis, sdkHostSlot);
  }
}

/** Each time anew: Node keeps modules by their URL. */
async function evaluate({ bundle, sdkUrl }: Evaluation): Promise<ModuleExports> {
  const url = `${bundle.url}?${evaluations++}`;
  if (bundle.kind === "module") return import(url);
  const sdk: object = isCompiledSdk(sdkUrl) ? await import(sdkUrl) : {};
  return evaluateScript(bundle.code, url, sdk);
}

/**
 * A top-level await may wait for ever: Node would end the process without a word, or keep it while anything else goes on,
 * and an abort would not be heard.
 */
async function untilSettled<T>(work: Promise<T>, { file, signal, limitMs = 60_000 }: Evaluation): Promise<T> {
  const { promise: given, reject } = withReject();
  const onAbort = () => reject(signal.reason);
  const onIdle = () => reject(neverSettled(basename(file), "nothing is going on any more that could end it"));
  const onLimit = () => reject(neverSettled(basename(file), `${limitMs / 1000} seconds have passed`));
  const timer = setTimeout(onLimit, limitMs).unref();
  signal.addEventListener("abort", onAbort, { once: true });
  process.once("beforeExit", onIdle);
  try {
    return await Promise.race([work, given]);
  } finally {
    clearTimeout(timer);
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
