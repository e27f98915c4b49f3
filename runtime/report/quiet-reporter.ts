import { type Failure, failureText } from "./failure-text.ts";
import type { Output, Reporter } from "./reporter.ts";
import type { Style } from "./style.ts";
import { writeLines } from "./write-lines.ts";

/** Says nothing unless something fails. */
export function createQuietReporter(output: Output, style: Style): Reporter {
  const fail = (failure: Failure): void => writeLines(output, failureText(failure, style));
  return {
    onEvent: () => {},
    end: ({ error }) => {
      if (error) fail(error);
    },
    fail,
  };
}
