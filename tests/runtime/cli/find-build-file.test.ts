import { join } from "node:path";
import { expect, test } from "vitest";
import { findBuildFile } from "../../../runtime/cli/find-build-file.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const files = { "build.ts": "", "other.ts": "", "deep/er/x": "", "shop/build.ts": "", app: "" };

test.each([
  ["without arguments the nearest build.ts upward is meant", "deep/er", [], "build.ts", []],
  ["a nearer one wins", "shop", [], "shop/build.ts", []],
  ["a file that is named is meant", ".", ["other.ts", "web"], "other.ts", ["web"]],
  ["a file named like a target does not hide it", ".", ["app"], "build.ts", ["app"]],
  ["a path is a file without extension, too", ".", ["./app", "web"], "app", ["web"]],
  ["what is no file is a target", ".", ["web", "!old"], "build.ts", ["web", "!old"]],
  ["a folder's name is a target", ".", ["shop"], "build.ts", ["shop"]],
  ["a folder's path means its build.ts", ".", ["./shop/", "web"], "shop/build.ts", ["web"]],
  ["with or without a slash behind it", ".", ["./shop", "web"], "shop/build.ts", ["web"]],
  ["two dots mean the folder above", "deep", ["..", "web"], "build.ts", ["web"]],
])("%s", (_name, cwd, args, file, targets) => {
  using folder = temporaryFolder(files);
  expect(findBuildFile(args, join(folder.path, cwd))).toEqual({ file: join(folder.path, file), targets });
});

const wercker = {
  "wercker.yml": "",
  "deep/.wercker.yml": "",
  "deep/er/x": "",
  "old/ewok.yml": "",
  "old/wercker.yml": "",
};

test.each([
  ["without a build.ts the nearest wercker.yml is meant", "deep/er", [], "deep/.wercker.yml", []],
  ["its names have wercker's order", "old", ["build"], "old/ewok.yml", ["build"]],
  ["a folder's path means its wercker.yml", ".", ["./old/", "build"], "old/ewok.yml", ["build"]],
])("%s", (_name, cwd, args, file, targets) => {
  using folder = temporaryFolder(wercker);
  expect(findBuildFile(args, join(folder.path, cwd))).toEqual({ file: join(folder.path, file), targets });
});

test("a werf.yaml counts before a wercker.yml of the same folder", () => {
  using folder = temporaryFolder({ ...wercker, "werf.yaml": "", "old/werf.yml": "" });
  expect(findBuildFile([], folder.path).file).toBe(join(folder.path, "werf.yaml"));
  expect(findBuildFile(["./old/", "app"], folder.path)).toEqual({
    file: join(folder.path, "old/werf.yml"),
    targets: ["app"],
  });
});

test("a build.ts counts before a wercker.yml that is nearer", () => {
  using folder = temporaryFolder({ ...wercker, "build.ts": "" });
  expect(findBuildFile([], join(folder.path, "old")).file).toBe(join(folder.path, "build.ts"));
});

test("a file that does not exist is an error that names similar ones", () => {
  using folder = temporaryFolder(files);
  expect(() => findBuildFile(["buidl.ts"], folder.path)).toThrow(
    expect.objectContaining({ code: "USAGE.FILE_NOT_FOUND", next: ["did you mean build.ts?"] }),
  );
});

test("a path that leads nowhere is an error, and no target", () => {
  using folder = temporaryFolder(files);
  expect(() => findBuildFile(["./web"], folder.path)).toThrow(
    expect.objectContaining({ code: "USAGE.FILE_NOT_FOUND" }),
  );
});

test("a folder without build.ts is an error", () => {
  using folder = temporaryFolder({});
  expect(() => findBuildFile([], folder.path)).toThrow(expect.objectContaining({ code: "USAGE.NO_BUILD_FILE" }));
  expect(() => findBuildFile(["./"], folder.path)).toThrow(expect.objectContaining({ code: "USAGE.FILE_NOT_FOUND" }));
});
