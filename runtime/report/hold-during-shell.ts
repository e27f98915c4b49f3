import type { BuildEvent } from "./events.ts";
import type { Reporter } from "./reporter.ts";

/** While a person works in a shell, the terminal is theirs: what happens meanwhile is told when they have closed it. */
export function holdDuringShell(reporter: Reporter): Reporter {
  let held: BuildEvent[] | undefined;
  const release = (): void => {
    const events = held ?? [];
    held = undefined;
    events.forEach(reporter.onEvent);
  };
  return {
    onEvent(event) {
      if (event.kind === "shell-closed" || event.kind === "step-shell-closed") release();
      if (held === undefined) reporter.onEvent(event);
      else held.push(event);
      if (event.kind === "shell-opened" || event.kind === "step-shell-opened") held = [];
    },
    end(report) {
      release();
      reporter.end(report);
    },
    fail(diagnostic) {
      release();
      reporter.fail(diagnostic);
    },
  };
}
