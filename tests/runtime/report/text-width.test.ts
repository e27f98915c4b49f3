import { expect, test } from "vitest";
import { fitText, textWidth } from "../../../runtime/report/text-width.ts";

test.each([
  ["", 0],
  ["abc", 3],
  ["漢字", 4],
  ["🛸 x", 4],
  ["e\u0301", 1],
  ["\u001B[31mred\u001B[39m", 3],
])("%j takes %i columns", (text, columns) => {
  expect(textWidth(text)).toBe(columns);
});

test.each([
  ["abcdef", 6, "abcdef"],
  ["abcdef", 5, "abcd…"],
  ["漢字漢字", 6, "漢字…"],
  ["\u001B[31mabcdef\u001B[39m", 4, "\u001B[31mabc…\u001B[39m"],
  ["ab\u001B[2mcdef\u001B[22m", 2, "a…\u001B[2m\u001B[22m"],
])("%j in %i columns is %j", (text, columns, expected) => {
  expect(fitText(text, columns, "…")).toBe(expected);
});
