import { durationText } from "./duration-text.ts";
import type { BuildEvent } from "./events.ts";
import { sanitizeOutput } from "./sanitize-output.ts";
import { sizeText } from "./size-text.ts";
import type { Style } from "./style.ts";

/** What is being worked on right now, as lines for the live view. */
export interface RunningImages {
  apply(event: BuildEvent): void;
  count(): number;
  lines(): readonly string[];
}

interface Work {
  readonly title: string;
  readonly detail: string;
  readonly startedMs: number;
  readonly lastLine?: string;
}

export function createRunningImages(style: Style, now: () => number): RunningImages {
  const { glyphs, paint } = style;
  const works = new Map<string, Work>();
  const lines = ({ title, detail, startedMs, lastLine }: Work): readonly string[] => {
    const elapsedMs = now() - startedMs;
    const spinner = glyphs.spinner[Math.floor(now() / 100) % glyphs.spinner.length] ?? "";
    const head = `${paint("cyan", spinner)} ${title} ${paint("dim", `${durationText(elapsedMs)} ${glyphs.dot}`)} ${detail}`;
    return lastLine === undefined ? [head] : [head, `  ${paint("dim", glyphs.bar)} ${lastLine}`];
  };
  return {
    count: () => works.size,
    lines: () => [...works.values()].flatMap(lines),
    apply(event) {
      switch (event.kind) {
        case "stage-started":
          works.set(event.image, { title: `${event.image}/${event.stage}`, detail: event.reason, startedMs: now() });
          return;
        case "pull": {
          const startedMs = works.get(event.image)?.startedMs ?? now();
          works.set(event.image, { title: event.image, detail: pullDetail(event), startedMs });
          return;
        }
        case "push": {
          const startedMs = works.get(event.reference)?.startedMs ?? now();
          const title = event.stage === undefined ? event.image : `${event.image}/${event.stage}`;
          works.set(event.reference, { title, detail: pushDetail(event), startedMs });
          return;
        }
        case "stage-saved":
        case "image-published":
          works.delete(event.reference);
          return;
        case "stage-output": {
          const work = works.get(event.image);
          const lastLine = sanitizeOutput(event.line, style.colour);
          if (work && lastLine.trim() !== "") works.set(event.image, { ...work, lastLine });
          return;
        }
        case "step-started":
          works.set(event.pipeline, {
            title: `${event.pipeline}/${event.step}`,
            detail: event.phase === "steps" ? "" : "after-step",
            startedMs: now(),
          });
          return;
        case "service-started":
          works.set(event.pipeline, {
            title: event.pipeline,
            detail: `waiting for ${event.service}`,
            startedMs: works.get(event.pipeline)?.startedMs ?? now(),
          });
          return;
        case "step-finished":
        case "pipeline-finished":
          works.delete(event.pipeline);
          return;
        case "stage-built":
        case "image-finished":
          works.delete(event.image);
          return;
      }
    },
  };
}

/** The stage's own name is long; whoever watches wants to know how far it is. */
function pushDetail({ currentBytes, totalBytes }: Extract<BuildEvent, { kind: "push" }>): string {
  return `pushing, ${sizeText(currentBytes)} of ${sizeText(totalBytes)}`;
}

function pullDetail({ reference, currentBytes, totalBytes }: Extract<BuildEvent, { kind: "pull" }>): string {
  return totalBytes > 0
    ? `pulling ${reference}, ${sizeText(currentBytes)} of ${sizeText(totalBytes)}`
    : `pulling ${reference}`;
}
