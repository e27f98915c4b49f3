import { expect, test } from "vitest";
import { createQuietReporter } from "../../../runtime/report/quiet-reporter.ts";
import { createStyle } from "../../../runtime/report/style.ts";
import { failedReport, recordedEvents, recordedReport } from "./recorded-run.ts";
import { createRecordingOutput } from "./recording-output.ts";

const style = createStyle({ colour: false, unicode: true });

test("a run that succeeds is not told at all", () => {
  const output = createRecordingOutput();
  const reporter = createQuietReporter(output, style);
  for (const event of recordedEvents) reporter.onEvent(event);
  reporter.end(recordedReport);
  expect(output.text()).toBe("");
});

test("a failure is told in full", () => {
  const output = createRecordingOutput();
  createQuietReporter(output, style).end(failedReport);
  expect(output.text().split("\n", 2)).toEqual([
    '✖ image "app", stage install: command 1 of 1 ended with exit code 1 [BUILD.COMMAND_FAILED]',
    "  at build.ts:12:4",
  ]);
});
