import { expect, test } from "vitest";
import { exitCodeFor } from "../../../runtime/cli/exit-code.ts";

test.each([
  ["BUILD.COMMAND_FAILED", 1],
  ["ENGINE.DISK_FULL", 1],
  ["BUG", 1],
  ["USAGE.ARGUMENTS", 2],
  ["LOAD.SYNTAX", 3],
  ["GRAPH.CYCLE", 3],
  ["SDK.INVALID", 3],
  ["GIT.UNCOMMITTED", 3],
  ["ENGINE.UNREACHABLE", 4],
  ["TOOLCHAIN.MISSING", 4],
  ["REGISTRY.UNAUTHORIZED", 5],
  ["INTERRUPTED", 130],
])("%s ends with %i", (code, expected) => {
  expect(exitCodeFor(code)).toBe(expected);
});
