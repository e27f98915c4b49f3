import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import type { CaughtUp } from "../util/catch-up.ts";
import type { BuildEvent, RunReport } from "./events.ts";

/** Where a reporter writes: a stream, as far as a reporter needs to know it. */
export interface Output {
  write(text: string): void;
  /** Whether its reader has taken all that was written. */
  readonly caughtUp?: CaughtUp;
  /** Width of the terminal; absent where there is none. */
  readonly columns?: number;
  readonly rows?: number;
}

/** Tells the story of one run. One of `end` and `fail` is called, once. */
export interface Reporter {
  onEvent(event: BuildEvent): void;
  /** The run came to its end, well or not. */
  end(report: RunReport): void;
  /** There is no report: the run could not start, or was interrupted. */
  fail(diagnostic: Diagnostic): void;
}
