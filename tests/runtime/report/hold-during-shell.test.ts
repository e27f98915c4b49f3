import { expect, test } from "vitest";
import { createReporter, type ProgressMode } from "../../../runtime/report/create-reporter.ts";
import type { BuildEvent } from "../../../runtime/report/events.ts";
import { createStyle } from "../../../runtime/report/style.ts";
import { digestOf } from "./digest-of.ts";
import { failedReport } from "./recorded-run.ts";
import { createRecordingOutput } from "./recording-output.ts";

const opened: BuildEvent = { kind: "shell-opened", image: "app", stage: "install", state: "failed" };
const closed: BuildEvent = { kind: "shell-closed", image: "app", stage: "install" };
const line: BuildEvent = { kind: "stage-output", image: "web", stage: "setup", stream: "stdout", line: "meanwhile" };

function reporterFor(mode: ProgressMode) {
  const output = createRecordingOutput();
  const style = createStyle({ colour: false, unicode: true });
  return { output, reporter: createReporter({ mode, output, style, now: () => 0 }) };
}

test("what happens while a shell is open is told when it is closed", () => {
  const { output, reporter } = reporterFor("plain");
  reporter.onEvent(opened);
  const before = output.text();
  expect(before).toBe("app/install │ a shell in app/install, as the command that failed has left it; exit ends it\n");
  reporter.onEvent(line);
  expect(output.text()).toBe(before);
  reporter.onEvent(closed);
  expect(output.text()).toBe(`${before}web/setup │ meanwhile\napp/install │ the shell is closed\n`);
});

test("nothing is lost when the run ends before the shell does", () => {
  const { output, reporter } = reporterFor("plain");
  reporter.onEvent(opened);
  reporter.onEvent(line);
  reporter.end(failedReport);
  expect(output.text()).toContain("web/setup │ meanwhile\n");
});

test("the live view leaves the screen to the shell and comes back afterwards", () => {
  const { output, reporter } = reporterFor("tty");
  const started: BuildEvent = {
    kind: "stage-started",
    image: "web",
    stage: "setup",
    digest: digestOf("a"),
    reason: "new",
  };
  reporter.onEvent(started);
  reporter.onEvent({ kind: "note", text: "a note" });
  const shown = () => output.text().replaceAll("\u001B", "ESC");
  expect(shown()).toMatch(/ESC\[\?25l[\s\S]*web\/setup/);
  reporter.onEvent(opened);
  // The cursor is shown, and the last that was written is what the shell is in.
  expect(shown()).toMatch(/ESC\[\?25ha shell in app\/install, [^[]*\n$/);
  const before = output.text().length;
  reporter.onEvent(line);
  expect(output.text()).toHaveLength(before);
  reporter.onEvent(closed);
  reporter.onEvent({ kind: "note", text: "another" });
  expect(output.text().slice(before)).toMatch(/another[\s\S]*web\/setup/);
  reporter.end(failedReport);
});
