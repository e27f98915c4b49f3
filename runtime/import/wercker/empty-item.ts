import type { Diagnostic } from "../../../sdk/errors/builder-error.ts";
import type { Origin } from "../../../sdk/errors/origin.ts";

/** A dash with nothing behind it, where a `what` is wanted. */
export function emptyItem(path: string, where: Origin, what: string): Diagnostic {
  return {
    code: "WERCKER.EMPTY_ITEM",
    message: `${path} is a dash with nothing behind it`,
    why: "wercker crashed on it when it put the pipeline together.",
    next: [`Remove the dash, or write the ${what} behind it.`],
    where: [where],
  };
}
