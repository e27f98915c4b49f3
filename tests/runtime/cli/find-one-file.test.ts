import { join } from "node:path";
import { expect, test } from "vitest";
import { findOneFile } from "../../../runtime/cli/find-one-file.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const files = { "build.ts": "", "shop/build.ts": "", template: "" };

test.each([
  ["the nearest one where none is given", undefined, "build.ts"],
  ["a file by its name, without extension, too", "template", "template"],
  ["the build.ts of a folder", "shop", "shop/build.ts"],
])("finds %s", (_name, given, file) => {
  using folder = temporaryFolder(files);
  expect(findOneFile(given, folder.path)).toBe(join(folder.path, file));
});

test("what is not there is an error: another file is not taken in its place", () => {
  using folder = temporaryFolder(files);
  expect(() => findOneFile("shpo", folder.path)).toThrow(expect.objectContaining({ code: "USAGE.FILE_NOT_FOUND" }));
});
