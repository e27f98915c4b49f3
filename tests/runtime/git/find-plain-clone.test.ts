import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findPlainClone } from "../../../runtime/git/find-plain-clone.ts";
import { findRepository } from "../../../runtime/git/find-repository.ts";
import { createGitRepo, gitTestEnvironment, makeTemporaryFolder } from "../../support/git-repo.ts";

const repo = createGitRepo();
repo.commitFiles({ "a/b/file": "1" });
repo.commitFiles({ "a/b/file": "2" });
const other = makeTemporaryFolder();
const at = (name: string): string => join(other, name);
const env = gitTestEnvironment;

afterAll(() => {
  repo.dispose();
  rmSync(other, { recursive: true, force: true });
});

describe("an ordinary clone is found where git finds it", () => {
  test("from its root, from a folder in it, and through a symlink", async () => {
    symlinkSync(join(repo.path, "a"), at("link"));
    for (const folder of [repo.path, join(repo.path, "a/b"), at("link"), at("link/b")]) {
      const found = findPlainClone(folder, env);
      expect(found).toBeDefined();
      expect(found).toEqual(await findRepository(folder, env));
    }
  });

  test("also where it is shallow", async () => {
    repo.git("clone", "--quiet", "--depth", "1", `file://${repo.path}`, at("shallow"));
    expect(findPlainClone(at("shallow"), env)).toMatchObject({ isShallow: true });
    expect(findPlainClone(at("shallow"), env)).toEqual(await findRepository(at("shallow"), env));
  });
});

describe("git has to be asked", () => {
  test("where there is no repository, or a bare one", () => {
    repo.git("clone", "--quiet", "--bare", repo.path, at("bare"));
    mkdirSync(at("none"));
    expect(findPlainClone(at("none"), env)).toBeUndefined();
    expect(findPlainClone(join(at("bare"), "refs"), env)).toBeUndefined();
  });

  test("about a linked work tree", () => {
    repo.git("worktree", "add", "--quiet", at("linked"));
    expect(findPlainClone(at("linked"), env)).toBeUndefined();
  });

  test.each([
    ["core.worktree", "/elsewhere"],
    ["core.bare", "true"],
    ["include.path", "/elsewhere"],
    ["extensions.worktreeConfig", "true"],
  ])("where %s is set", (name, value) => {
    const folder = at(name);
    repo.git("clone", "--quiet", repo.path, folder);
    expect(findPlainClone(folder, env)).toBeDefined();
    repo.git("config", "--file", join(folder, ".git/config"), name, value);
    expect(findPlainClone(folder, env)).toBeUndefined();
  });

  test("where .git is no repository, since git looks further up", () => {
    mkdirSync(join(repo.path, "a/.git"));
    expect(findPlainClone(join(repo.path, "a/b"), env)).toBeUndefined();
  });

  test("where the environment says how to look", () => {
    expect(findPlainClone(repo.path, { ...env, GIT_CEILING_DIRECTORIES: "/" })).toBeUndefined();
  });
});
