import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BuildEvent } from "../../../runtime/report/events.ts";
import { createStyle } from "../../../runtime/report/style.ts";
import { createTtyReporter } from "../../../runtime/report/tty-reporter.ts";
import { digestOf } from "./digest-of.ts";
import { failedReport, recordedEvents, recordedReport, unchangedReport } from "./recorded-run.ts";
import { createScreen, type Screen } from "./screen.ts";

const style = createStyle({ colour: false, unicode: true });

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function started(image: string, reason: string): BuildEvent {
  return { kind: "stage-started", image, stage: "install", digest: digestOf("b"), reason };
}

function said(image: string, line: string): BuildEvent {
  return { kind: "stage-output", image, stage: "install", stream: "stdout", line };
}

function reporterOn(screen: Screen) {
  return createTtyReporter(screen, style, () => Date.now());
}

test("running stages are shown with their time, their reason and their last line", () => {
  const screen = createScreen(60);
  const reporter = reporterOn(screen);
  reporter.onEvent(started("app", "package.json changed"));
  reporter.onEvent(started("web", "new"));
  reporter.onEvent(said("app", "one"));
  reporter.onEvent(said("app", "two\tthree\u001B[2J"));
  vi.advanceTimersByTime(1200);
  expect(screen.lines()).toEqual([
    "⠹ app/install 1.2 s · package.json changed",
    "  │ two    three",
    "⠹ web/install 1.2 s · new",
  ]);
  reporter.end(recordedReport);
});

test("finished stages scroll up, the rest is repainted beneath them", () => {
  const screen = createScreen(80);
  const reporter = reporterOn(screen);
  for (const event of recordedEvents.slice(1)) {
    reporter.onEvent(event);
    vi.advanceTimersByTime(100);
  }
  reporter.end(recordedReport);
  expect(screen.lines()).toEqual([
    "removed what an earlier run left behind: container 1f3a",
    "✔ base up to date",
    "✔ app/install built in 1.2 s · package-lock.json changed",
    "✔ Done: 2 images, 1 stage built, 2 reused, 1.5 s",
  ]);
});

test("a pull shows how far it is", () => {
  const screen = createScreen(80);
  const reporter = reporterOn(screen);
  reporter.onEvent({
    kind: "pull",
    image: "base",
    reference: "debian:12",
    currentBytes: 4_200_000,
    totalBytes: 30_000_000,
  });
  vi.advanceTimersByTime(100);
  expect(screen.lines()).toEqual(["⠙ base 0.1 s · pulling debian:12, 4.2 MB of 30.0 MB"]);
  reporter.end(recordedReport);
});

test("on a narrow terminal lines are cut, never wrapped", () => {
  const screen = createScreen(20);
  const reporter = reporterOn(screen);
  reporter.onEvent(started("application", "package.json changed"));
  reporter.onEvent(said("application", "x".repeat(50)));
  vi.advanceTimersByTime(500);
  expect(screen.lines()).toEqual(["⠴ application/inst…", "  │ xxxxxxxxxxxxxx…"]);
  reporter.end(recordedReport);
});

test("a terminal that becomes narrower keeps no remains of the wider view", () => {
  const screen = createScreen(40);
  const reporter = reporterOn(screen);
  reporter.onEvent(started("app", "a reason that fills the whole line of it"));
  vi.advanceTimersByTime(100);
  narrow(screen, 20);
  vi.advanceTimersByTime(100);
  reporter.end(unchangedReport);
  expect(screen.lines().map((line) => line.trim())).toEqual([
    "✔ Nothing to do: 1 i",
    "mage, 1 stage reused",
    ", 0.1 s",
  ]);
});

test("the view never takes more rows than the terminal has", () => {
  const screen = createScreen(40, 5);
  const reporter = reporterOn(screen);
  for (let index = 0; index < 9; index += 1) reporter.onEvent(started(`app${index}`, "new"));
  vi.advanceTimersByTime(100);
  expect(screen.lines()).toHaveLength(3);
  reporter.end(recordedReport);
});

test("the cursor is hidden while the view lives and shown in the end, also when the run fails", () => {
  const screen = createScreen(80);
  const reporter = reporterOn(screen);
  reporter.onEvent(started("app", "new"));
  vi.advanceTimersByTime(100);
  const during = screen.isCursorVisible();
  reporter.end(failedReport);
  expect([during, screen.isCursorVisible()]).toEqual([false, true]);
  expect(screen.lines()).toEqual(
    [
      'image "app", stage install: command 1 of 1 ended with exit code 1 [BUILD.COMMAND_FAILED]',
      "  at build.ts:12:4",
      "  npm ci",
      "    npm ERR! missing: left-pad",
      "  → run npm install, and commit package-lock.json",
    ].flatMap((line, index) => (index === 0 ? wrapped(`✖ ${line}`, 80) : [line])),
  );
});

test("nothing is repainted after the end, and a run with nothing to do paints no frame at all", () => {
  const screen = createScreen(80);
  const reporter = reporterOn(screen);
  for (const event of recordedEvents.slice(6, 8)) reporter.onEvent(event);
  reporter.end(unchangedReport);
  const writes = screen.writes();
  vi.advanceTimersByTime(1000);
  expect([writes, screen.writes()]).toEqual([2, 2]);
});

function wrapped(line: string, columns: number): readonly string[] {
  return [line.slice(0, columns), line.slice(columns)].filter((part) => part !== "").map((part) => part.trimEnd());
}

/** As terminals do: lines that no longer fit go on in the next row. */
function narrow(screen: Screen, columns: number): void {
  const lines = screen.lines();
  screen.columns = columns;
  screen.write(`\u001B[${lines.length}A\r\u001B[J${lines.map((line) => `${line}\n`).join("")}`);
}
