import type { Origin } from "./errors/origin.ts";
import { currentHost } from "./host.ts";

/**
 * Where `callee` was called from: a place in build.ts during a load, the bare position in the running code otherwise.
 * Costs a few microseconds: it is taken for every call on a builder.
 */
export function callSite(callee: (...args: never[]) => unknown): Origin | undefined {
  // The nearest frame nearly always is the user's. It is not where the call came through native code, `names.map(image)`,
  // or through a package.
  return nearest(framesAbove(callee, 1)) ?? nearest(framesAbove(callee, 16));
}

function nearest(frames: readonly NodeJS.CallSite[]): Origin | undefined {
  const host = currentHost();
  for (const frame of frames) {
    const position = positionOf(frame);
    if (position === undefined) continue;
    const origin = host === undefined ? position : host.locate(position);
    if (origin !== undefined) return Object.freeze(origin);
  }
  return undefined;
}

/** V8 leaves out the frames up to and including `callee`: those are the SDK's own. */
function framesAbove(callee: (...args: never[]) => unknown, limit: number): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  let frames: readonly NodeJS.CallSite[] = [];
  Error.stackTraceLimit = limit;
  Error.prepareStackTrace = (_error, sites) => {
    frames = sites;
    return "";
  };
  try {
    const holder: { readonly stack?: unknown } = {};
    Error.captureStackTrace(holder, callee);
    // Reading it makes V8 call prepareStackTrace.
    void holder.stack;
    return frames;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function positionOf(site: NodeJS.CallSite): Origin | undefined {
  const file = site.getFileName();
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (typeof file !== "string" || line === null || column === null) return undefined;
  return { file, line, column };
}
