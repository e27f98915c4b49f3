import { createReporter } from "../report/create-reporter.ts";
import type { EventListener } from "../report/events.ts";
import type { CliContext } from "./context.ts";

/** For commands that answer by themselves: of the story, what takes long or is of note. */
export function tellNotes({ stderr }: CliContext): EventListener {
  const { onEvent } = createReporter({ mode: "plain", output: stderr, style: stderr.style, now: Date.now });
  return (event) => {
    if (event.kind === "note" || event.kind === "warning" || event.kind === "pull" || event.kind === "push")
      onEvent(event);
  };
}
