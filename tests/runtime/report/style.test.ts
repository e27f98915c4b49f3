import { expect, test } from "vitest";
import { defaultProgressMode } from "../../../runtime/report/create-reporter.ts";
import { styleFor } from "../../../runtime/report/style.ts";

test.each([
  ["a terminal has colours", true, {}, true],
  ["a pipe has none", false, {}, false],
  ["NO_COLOR takes them away", true, { NO_COLOR: "1" }, false],
  ["an empty NO_COLOR does not", true, { NO_COLOR: "" }, true],
  ["FORCE_COLOR brings them into a pipe", false, { FORCE_COLOR: "1" }, true],
  ["FORCE_COLOR=0 takes them away", true, { FORCE_COLOR: "0" }, false],
  ["FORCE_COLOR wins over NO_COLOR", false, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ["a dumb terminal has none", true, { TERM: "dumb" }, false],
])("%s", (_name, isTerminal, environment, expected) => {
  expect(styleFor(isTerminal, environment).colour).toBe(expected);
});

test.each([
  ["where no locale is set Unicode is used", {}, "│"],
  ["a UTF-8 locale uses it", { LANG: "cs_CZ.UTF-8" }, "│"],
  ["LC_ALL decides before LANG", { LC_ALL: "C", LANG: "en_US.utf8" }, "|"],
  ["the Linux console does not use it", { TERM: "linux", LANG: "C.UTF-8" }, "|"],
])("%s", (_name, environment, expected) => {
  expect(styleFor(true, environment).glyphs.bar).toBe(expected);
});

test.each([
  ["on a terminal the view is live", true, {}, "tty"],
  ["in a pipe it is plain", false, {}, "plain"],
  ["in CI it is plain", true, { CI: "true" }, "plain"],
  ["on a dumb terminal it is plain", true, { TERM: "dumb" }, "plain"],
])("%s", (_name, isTerminal, environment, expected) => {
  expect(defaultProgressMode(isTerminal, environment)).toBe(expected);
});
