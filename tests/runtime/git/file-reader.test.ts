import { afterEach, expect, it } from "vitest";
import { createFileReader } from "../../../runtime/git/file-reader.ts";
import { createGitRepo, type GitRepo } from "../../support/git-repo.ts";

let repo: GitRepo | undefined;
afterEach(() => repo?.dispose());

it("reads the bytes of the commit, follows symlinks in it, and knows what is not there", () => {
  repo = createGitRepo();
  const bytes = Buffer.from([0, 255, 13, 10, 0]);
  const commit = repo.commitFiles({
    "a b.bin": bytes,
    "dir/x": "1",
    link: "-> dir/x",
    out: "-> /etc/passwd",
    "new\nline": "2",
  });
  repo.write("dir/x", "dirty");
  repo.write("untracked", "x");
  const reader = createFileReader({ workTree: repo.path, commit });
  expect(
    ["a b.bin", "./dir/x", "link", "out", "dir", "untracked", "../x", "missing"].map((path) => reader.readFile(path)),
  ).toEqual([bytes, Buffer.from("1"), Buffer.from("1"), undefined, undefined, undefined, undefined, undefined]);
});

it("lists what a mask matches in byte order", () => {
  repo = createGitRepo();
  const commit = repo.commitFiles({ "a/x.ts": "", "a.ts": "", "a/y.js": "", "ü.ts": "" });
  repo.write("untracked.ts", "");
  const reader = createFileReader({ workTree: repo.path, commit });
  expect([reader.glob("**/*.ts"), reader.glob("a"), reader.glob("missing")]).toEqual([
    ["a.ts", "a/x.ts", "ü.ts"],
    ["a/x.ts", "a/y.js"],
    [],
  ]);
});

it("starts no git unless something is read", () => {
  expect(() => createFileReader({ workTree: "/nonexistent", commit: "1".repeat(40) })).not.toThrow();
  const reader = createFileReader({ workTree: "/nonexistent", commit: "1".repeat(40) });
  expect(() => reader.readFile("a")).toThrow(expect.objectContaining({ code: "GIT.FAILED" }));
});
