import { expect, it } from "vitest";
import { parseEnvironmentFile } from "../../../runtime/pipeline/environment-file.ts";

it("an ENVIRONMENT file is read by wercker's rules", () => {
  const text = [
    "# a comment=no",
    "X_PLAIN=one two  ",
    'X_QUOTED="a \\"b\\" c"',
    "X_SINGLE='it\\nis'",
    "X_LINES=a\\nb",
    'X_OPEN="half',
    "X_EMPTY=",
    "no assignment",
    "export X_NOT=stripped",
    "X_EQUALS=a=b=c",
    "X_MIXED=\"a'",
  ].join("\n");
  expect([...parseEnvironmentFile(text)]).toEqual([
    ["X_PLAIN", "one two"],
    ["X_QUOTED", 'a "b" c'],
    ["X_SINGLE", "it\nis"],
    ["X_LINES", "a\\nb"],
    ["X_OPEN", '"half'],
    ["X_EMPTY", ""],
    ["export X_NOT", "stripped"],
    ["X_EQUALS", "a=b=c"],
    ["X_MIXED", "\"a'"],
  ]);
});
