import { Bug } from "../../../../sdk/errors/bug.ts";
import { isBuilderError } from "../../../../sdk/errors/builder-error.ts";
import { calledFrom, functionError } from "./errors.ts";
import { GoFailure } from "./failure.ts";
import type { CallContext, GoFunction } from "./function.ts";
import { LimitReached } from "./meter.ts";
import type { Place } from "./position.ts";
import type { Value } from "./value.ts";

/** A call, for error messages. */
export interface CallSite {
  readonly name: string;
  readonly action: string;
  readonly place: Place;
}

/** Calls a function, counts what it costs, and gives its failures a place. */
export function invoke(callee: GoFunction, args: readonly Value[], context: CallContext, site: () => CallSite): Value {
  const { meter } = context;
  meter.step(1 + args.reduce((sum, arg) => sum + sizeOf(arg), 0) / 64);
  try {
    const result = callee.call(args, context);
    meter.allocate(64 + sizeOf(result));
    return result;
  } catch (error) {
    throw explain(error, site);
  }
}

function sizeOf(value: Value): number {
  if (value.tag === "string") return value.value.length;
  if (value.tag === "slice") return value.items.length * 64;
  return value.tag === "map" ? value.entries.size * 64 : 0;
}

function explain(error: unknown, site: () => CallSite): unknown {
  // Limits end the whole execution, which names the place itself.
  if (error instanceof LimitReached || error instanceof RangeError || error instanceof Bug) return error;
  const { name, action, place } = site();
  if (error instanceof GoFailure) return functionError(name, error.message, action, place, undefined);
  // Of a template that was called, or of the host, which knows best what it refuses.
  if (isBuilderError(error)) return calledFrom(error, place);
  const isMistakeOfOurs = error instanceof TypeError || error instanceof ReferenceError;
  if (isMistakeOfOurs) return error;
  return functionError(name, error instanceof Error ? error.message : String(error), action, place, error);
}
