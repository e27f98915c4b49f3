import { expect, test } from "vitest";
import { toDiagnostic } from "../../../runtime/cli/to-diagnostic.ts";
import { Bug } from "../../../sdk/errors/bug.ts";
import { BuilderError } from "../../../sdk/errors/builder-error.ts";

const { signal } = new AbortController();

test("a BuilderError keeps all that it says", () => {
  const content = {
    code: "LOAD.SYNTAX",
    message: "m",
    why: "w",
    next: ["n"],
    where: [{ file: "f", line: 1, column: 2 }],
  };
  expect(toDiagnostic(new BuilderError(content), signal)).toEqual(content);
});

test("anything else is a bug of builder, with its stack", () => {
  const bug = new Bug("cannot be");
  expect(toDiagnostic(bug, signal)).toEqual({
    code: "BUG",
    message: "this is a bug in builder: cannot be",
    why: bug.stack,
    next: ["please report it, with this text and the output of builder --version"],
  });
});

test("whatever is thrown after an interrupt, the run was interrupted", () => {
  const diagnostic = toDiagnostic(new Error("socket hang up"), AbortSignal.abort());
  expect(diagnostic.code).toBe("INTERRUPTED");
});
