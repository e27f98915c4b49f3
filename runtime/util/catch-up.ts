import { abortable } from "./abortable.ts";

/** Pending while whoever is told what is going on has not taken it all; undefined where nobody is behind. */
export type CaughtUp = () => Promise<void> | undefined;

/** Lets whoever is behind catch up. What is not read meanwhile, a pipe holds back: that is what makes a program wait that says much. */
export async function catchUp(caughtUp: CaughtUp, signal: AbortSignal): Promise<void> {
  const taken = caughtUp();
  if (taken !== undefined) await abortable(taken, signal);
}
