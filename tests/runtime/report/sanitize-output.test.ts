import fc from "fast-check";
import { expect, test } from "vitest";
import { colourSequence } from "../../../runtime/report/colour-sequence.ts";
import { sanitizeOutput } from "../../../runtime/report/sanitize-output.ts";

test.each([
  ["plain text stays", "a b c", "a b c"],
  ["other scripts and signs stay", "žluť 漢字 ✔ 🛸", "žluť 漢字 ✔ 🛸"],
  ["a tab becomes blanks", "a\tb", "a    b"],
  ["of a progress bar the last state remains", "10%\r50%\r100%\r", "100%"],
  ["cursor movement goes", "a\u001B[2Ab\u001B[Hc\u001B[2Jd", "abcd"],
  ["a title goes with its text", "a\u001B]0;evil\u0007b", "ab"],
  ["a hyperlink leaves its text", "\u001B]8;;http://x\u001B\\text\u001B]8;;\u001B\\", "text"],
  ["an unfinished sequence takes the rest", "a\u001B]0;evil", "a"],
  ["an unfinished CSI goes", "a\u001B[31", "a"],
  ["the one-character forms of sequences go", "a\u009B2Jb\u009D0;evil\u009Cc", "abc"],
  ["a reset of the terminal goes", "a\u001Bcb", "ab"],
  ["bell, backspace and null go", "a\u0007\b\u0000b", "ab"],
  ["marks that reverse text go", "a\u202Eb\u2066c", "abc"],
  ["colours go where none are wanted", "\u001B[31mred\u001B[0m", "red"],
])("%s", (_name, line, expected) => {
  expect(sanitizeOutput(line, false)).toBe(expected);
});

test("colours stay where they are wanted, and end with the line", () => {
  expect(sanitizeOutput("\u001B[1;31mred\u001B[2J", true)).toBe("\u001B[1;31mred\u001B[0m");
});

const colours = new RegExp(colourSequence, "g");

test("whatever comes in, nothing but colours comes out", () => {
  const nasty = fc.constantFrom(
    "\u001B",
    "[",
    "]",
    "2",
    ";",
    "J",
    "m",
    "\u0007",
    "\\",
    "\u009B",
    "\r",
    "\n",
    "P",
    "?",
    "x",
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(nasty, fc.string({ minLength: 1, maxLength: 1 })) }), (line) => {
      const withoutColours = sanitizeOutput(line, true).replaceAll(colours, "");
      expect(withoutColours).not.toMatch(/\p{Cc}/u);
      expect(sanitizeOutput(line, false)).not.toMatch(/\p{Cc}/u);
    }),
  );
});
