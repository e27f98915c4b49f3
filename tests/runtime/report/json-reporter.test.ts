import { expect, test } from "vitest";
import { createJsonReporter } from "../../../runtime/report/json-reporter.ts";
import { recordedEvents, recordedReport } from "./recorded-run.ts";
import { createRecordingOutput } from "./recording-output.ts";

test("every event is one line of JSON, the report is the last", () => {
  const output = createRecordingOutput();
  const reporter = createJsonReporter(output, () => 0);
  for (const event of recordedEvents) reporter.onEvent(event);
  reporter.end(recordedReport);
  const lines = output.text().trimEnd().split("\n");
  const time = "1970-01-01T00:00:00.000Z";
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    ...recordedEvents.map((event) => ({ time, ...event })),
    { time, kind: "run-ended", report: recordedReport },
  ]);
});

test("a run that could not start ends with its error", () => {
  const output = createRecordingOutput();
  createJsonReporter(output, () => 0).fail({ code: "LOAD.SYNTAX", message: "no" });
  expect(output.text()).toBe(
    '{"time":"1970-01-01T00:00:00.000Z","kind":"run-failed","error":{"code":"LOAD.SYNTAX","message":"no"}}\n',
  );
});
