import { durationText } from "./duration-text.ts";
import type { BuildEvent, RunReport, StageResult } from "./events.ts";
import { failureText } from "./failure-text.ts";
import { createLiveRegion } from "./live-region.ts";
import { pipelineText, stepText } from "./pipeline-text.ts";
import { planBlock } from "./plan-block.ts";
import type { Output, Reporter } from "./reporter.ts";
import { createRunningImages } from "./running-images.ts";
import { sanitizeOutput } from "./sanitize-output.ts";
import { shellText } from "./shell-text.ts";
import type { Style } from "./style.ts";
import { summaryText } from "./summary-text.ts";
import { warningText } from "./warning-text.ts";
import { writeLines } from "./write-lines.ts";

/** Ten times a second: as smooth as a spinner needs, and one small write each. */
const frameMs = 100;

/** A live view: what is finished scrolls up, what runs is shown beneath with its time and its last line. */
export function createTtyReporter(output: Output, style: Style, now: () => number): Reporter {
  const region = createLiveRegion(output, style.glyphs.ellipsis);
  const running = createRunningImages(style, now);
  let timer: NodeJS.Timeout | undefined;

  /** Leaves nothing on the screen that would be painted over; what runs is shown again with the next event. */
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    region.close();
  };

  return {
    onEvent(event) {
      running.apply(event);
      const above = doneLines(event, style);
      if (event.kind === "shell-opened" || event.kind === "step-shell-opened") {
        stop();
        writeLines(output, above);
        return;
      }
      if (above.length > 0) region.paint(above, running.lines());
      // The timer starts with the first work: a run with nothing to do paints no frame.
      if (running.count() > 0) timer ??= setInterval(() => region.paint([], running.lines()), frameMs).unref();
    },
    end(report: RunReport) {
      stop();
      writeLines(output, report.error ? failureText(report.error, style) : [summaryText(report, style)]);
    },
    fail(diagnostic) {
      stop();
      writeLines(output, failureText(diagnostic, style));
    },
  };
}

function doneLines(event: BuildEvent, style: Style): readonly string[] {
  switch (event.kind) {
    case "planned":
      return planBlock(event.sets, event.parallelTasksLimit, style);
    case "note":
      return [style.paint("dim", event.text)];
    case "warning":
      return warningText(event.diagnostic, style);
    case "step-shell-opened":
      return [style.paint("cyan", `a shell in the box of ${event.pipeline}; exit ends it`)];
    case "stage-built":
      return [builtLine(event.image, event.stage, style)];
    case "stage-discarded": {
      const remark = `somebody else was first, theirs is used: ${event.reference}`;
      return [`${style.glyphs.dot} ${event.image}/${event.stage} ${style.paint("dim", remark)}`];
    }
    case "shell-opened":
      return [style.paint("cyan", shellText(event))];
    case "image-finished":
      return event.result.action === "reuse"
        ? [`${style.paint("green", style.glyphs.done)} ${event.image} ${style.paint("dim", "up to date")}`]
        : [];
    case "step-output":
      // What a pipeline says is its result, other than what the commands of a stage say.
      return event.lines.map((line) => `${style.paint("dim", style.glyphs.bar)} ${sanitizeOutput(line, style.colour)}`);
    case "step-finished":
      return [resultLine(`${event.pipeline}/${event.result.name}`, event.result.ok, stepText(event.result), style)];
    case "pipeline-finished":
      return [resultLine(event.pipeline, event.result.ok, pipelineText(event.result), style)];
    default:
      return [];
  }
}

function resultLine(subject: string, ok: boolean, text: string, { glyphs, paint }: Style): string {
  return `${ok ? paint("green", glyphs.done) : paint("red", glyphs.failed)} ${subject} ${paint("dim", text)}`;
}

function builtLine(image: string, { name, reason, durationMs }: StageResult, style: Style): string {
  const { glyphs, paint } = style;
  const time = `built in ${durationText(durationMs)}`;
  return `${paint("green", glyphs.done)} ${image}/${name} ${time} ${paint("dim", `${glyphs.dot} ${reason}`)}`;
}
