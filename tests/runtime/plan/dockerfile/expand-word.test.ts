import { describe, expect, test } from "vitest";
import { expandWord } from "../../../../runtime/plan/dockerfile/expand-word.ts";

const values: Readonly<Record<string, string>> = { NAME: "value", EMPTY: "", PATHS: "a/b/c.tar.gz", "1": "one" };
const expand = (text: string, escapeCharacter = "\\") => expandWord(text, escapeCharacter, (name) => values[name]);

describe("a word is expanded", () => {
  test.for([
    ["$NAME-${NAME}s $MISSING.", "value-values ."],
    ["\"$NAME 'x'\" '$NAME'", "value 'x' $NAME"],
    ['\\$NAME "\\$NAME \\" \\x"', '$NAME $NAME " \\x'],
    ["${MISSING:-default} ${EMPTY:-default} ${EMPTY-default} ${NAME:-default}", "default default  value"],
    ["${MISSING:+set} ${EMPTY:+set} ${EMPTY+set} ${NAME:+set}", "  set set"],
    ["${MISSING:-${NAME}}", "value"],
    ["${PATHS#*/} ${PATHS##*/} ${PATHS%.*} ${PATHS%%.*}", "b/c.tar.gz c.tar.gz a/b/c.tar a/b/c"],
    ["${PATHS/\\//-} ${PATHS//[a-b]/x}", "a-b/c.tar.gz a/b/c.tar.gz"],
    ["$1$ 5$", "one$ 5$"],
  ] as const)("%s", ([text, expected]) => {
    expect(expand(text)).toBe(expected);
  });

  test("with the escape character of the Dockerfile", () => {
    expect(expand("`$NAME C:\\dir", "`")).toBe("$NAME C:\\dir");
  });

  test.for(["'open", '"open', "${NAME", "${NAME:-x", "${NAME*}", "${MISSING:?is needed}"])("%s is an error", (text) => {
    expect(() => expand(text)).toThrow(SyntaxError);
  });
});
