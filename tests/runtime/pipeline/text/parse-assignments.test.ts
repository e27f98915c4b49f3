import { expect, it } from "vitest";
import { parseAssignments } from "../../../../runtime/pipeline/text/parse-assignments.ts";

it.each([
  ['"VAR=value","VAR2=value2"', { VAR: "value", VAR2: "value2" }],
  ["A=1,B=2 C=3, D=4", { A: "1", B: "2", C: "3", D: "4" }],
  ["HOSTS=a,b,c PORT=80", { HOSTS: "a,b,c", PORT: "80" }],
  ["A=b=c", { A: "b=c" }],
  [`A="two words", 'B=it, too' C=x\\ y`, { A: "two words", B: "it, too", C: "x y" }],
  ["com.example/name.x=1,$NAME=2", { "com.example/name.x": "1", $NAME: "2" }],
  ["A=,B=", { A: "", B: "" }],
  ["  ", {}],
])("the names and values of %s", (text, expected) => {
  expect(Object.fromEntries(parseAssignments(text))).toEqual(expected);
});

it.each(["oops", "A=1 =2", '"A=1'])("%s is refused", (text) => {
  expect(() => parseAssignments(text)).toThrow();
});
