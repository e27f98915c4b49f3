import { expect, test } from "vitest";
import { createPlainReporter } from "../../../runtime/report/plain-reporter.ts";
import { createStyle } from "../../../runtime/report/style.ts";
import { failedReport, recordedEvents, recordedReport, unchangedReport } from "./recorded-run.ts";
import { createRecordingOutput } from "./recording-output.ts";

const plain = createStyle({ colour: false, unicode: true });

test("a run is told line by line, each with its image and stage", () => {
  const output = createRecordingOutput();
  const reporter = createPlainReporter(output, plain);
  for (const event of recordedEvents) reporter.onEvent(event);
  reporter.end(recordedReport);
  expect(output.text()).toBe(`┌ Concurrent builds plan (no more than 5 images at the same time)
│ Set #0:
│ - 🛸 artifact base
│ Set #1:
│ - ⛵ image app
└ Concurrent builds plan (no more than 5 images at the same time)
removed what an earlier run left behind: container 1f3a
base │ pulling debian:12
base │ pulling debian:12: 15.0 MB of 30.0 MB
base │ up to date, 1 stage reused
app/install │ building: package-lock.json changed
app/install │ added 3 packages
app/install │ done red
app/install │ built in 1.2 s
app │ done in 1.3 s, 1 stage built, 1 reused
✔ Done: 2 images, 1 stage built, 2 reused, 1.5 s
`);
});

test("a failed command is told with place, command, last lines and next steps", () => {
  const output = createRecordingOutput();
  createPlainReporter(output, plain).end(failedReport);
  expect(output.text()).toBe(`✖ image "app", stage install: command 1 of 1 ended with exit code 1 [BUILD.COMMAND_FAILED]
  at build.ts:12:4
  npm ci
    npm ERR! missing: left-pad
  → run npm install, and commit package-lock.json
`);
});

test("a run with nothing to do says so", () => {
  const output = createRecordingOutput();
  createPlainReporter(output, plain).end(unchangedReport);
  expect(output.text()).toBe("✔ Nothing to do: 1 image, 1 stage reused, 0.1 s\n");
});

test("without Unicode everything is ASCII", () => {
  const output = createRecordingOutput();
  const reporter = createPlainReporter(output, createStyle({ colour: false, unicode: false }));
  for (const event of recordedEvents) reporter.onEvent(event);
  reporter.end(failedReport);
  expect(output.text()).toMatch(/^[ -~\n]+$/);
});

test("with colours those of the container are kept and ended with the line", () => {
  const output = createRecordingOutput();
  const reporter = createPlainReporter(output, createStyle({ colour: true, unicode: true }));
  reporter.onEvent({ kind: "stage-output", image: "app", stage: "setup", stream: "stdout", line: "\u001B[31mred" });
  expect(output.text()).toBe("\u001B[36mapp/setup\u001B[39m \u001B[2m│\u001B[22m \u001B[31mred\u001B[0m\n");
});

test("a failure outside any image has no subject", () => {
  const output = createRecordingOutput();
  createPlainReporter(output, plain).fail({
    code: "ENGINE.UNREACHABLE",
    message: "no engine answers",
    next: ["builder setup"],
  });
  expect(output.text()).toBe("✖ no engine answers [ENGINE.UNREACHABLE]\n  → builder setup\n");
});

test("a failure whose message does not name its image gets it in front", () => {
  const output = createRecordingOutput();
  const error = {
    code: "ENGINE.DISK_FULL",
    message: "the engine's disk is full",
    image: "app",
    stage: "setup" as const,
  };
  createPlainReporter(output, plain).end({ ...failedReport, error });
  expect(output.text()).toBe("✖ app/setup: the engine's disk is full [ENGINE.DISK_FULL]\n");
});
