import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRemoteRepositories, type RemoteRepositoriesOptions } from "../../../runtime/git/remote-repositories.ts";
import type { Repository } from "../../../runtime/git/repository.ts";
import { type GitHttpServer, type GitHttpServerOptions, startGitHttpServer } from "../../support/git-http-server.ts";
import { createGitRepo, type GitRepo, gitTestEnvironment, makeTemporaryFolder } from "../../support/git-repo.ts";

const password = "pass-w0rd$'\"`";

let repo: GitRepo;
let cacheDir: string;
let first: string;
const ends: (() => unknown)[] = [];

beforeEach(() => {
  repo = createGitRepo();
  cacheDir = makeTemporaryFolder();
  first = repo.commitFiles({ "a.txt": "one" });
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  repo.dispose();
});

function remotes(some: Partial<RemoteRepositoriesOptions> = {}) {
  const opened = createRemoteRepositories({
    cacheDir,
    folder: repo.path,
    env: { ...gitTestEnvironment, GIT_ALLOW_PROTOCOL: "file:http:ssh" },
    readPassword: async (source) => (source.kind === "value" ? source.value : ""),
    withLock: (_name, use) => use(),
    ...some,
  });
  ends.push(() => opened.close());
  return opened;
}

async function serve(credentials?: GitHttpServerOptions["credentials"]): Promise<GitHttpServer> {
  const server = await startGitHttpServer({ folder: join(repo.path, ".."), credentials });
  ends.push(() => server.close());
  return server;
}

function urlOf(server: GitHttpServer): string {
  return `${server.url}/${repo.path.split("/").at(-1)}/.git`;
}

async function contentOf(repository: Repository, path = "a.txt"): Promise<string> {
  const filter = { add: path, includePaths: [], excludePaths: [] };
  const files = await repository.files(repository.head.id, filter);
  const contents: string[] = [];
  for await (const { content } of repository.contents(files)) contents.push(content.toString());
  return contents.join();
}

describe("a remote repository", () => {
  test("is read at its default branch, a branch, a tag and a commit", async () => {
    repo.git("tag", "-a", "v1", "-m", "first");
    repo.git("checkout", "--quiet", "-b", "next");
    const second = repo.commitFiles({ "a.txt": "two" });
    repo.git("checkout", "--quiet", "main");
    const third = repo.commitFiles({ "a.txt": "three" });
    const server = await serve();
    const url = urlOf(server);
    const all = remotes();
    const opened = await Promise.all([
      all.open({ url }),
      all.open({ url, branch: "next" }),
      all.open({ url, tag: "v1" }),
      all.open({ url, commit: second }),
    ]);
    expect(opened.map(({ head }) => head.id)).toEqual([third, second, first, second]);
    expect(await Promise.all(opened.map((each) => contentOf(each)))).toEqual(["three", "two", "one", "two"]);
    expect(await opened[1]?.isAncestor(first, second)).toBe(true);
    expect(await opened[0]?.isAncestor(second, third)).toBe(false);
  });

  test("is fetched once in a run, and again in the next, which sees the new commit", async () => {
    const server = await serve();
    const url = urlOf(server);
    const run = remotes();
    await run.open({ url, branch: "main" });
    await run.open({ url, branch: "main" });
    await run.open({ url, commit: first });
    expect(server.fetches()).toBe(1);
    const second = repo.commitFiles({ "a.txt": "two" });
    const next = await remotes().open({ url, branch: "main" });
    expect(next.head.id).toBe(second);
    expect(server.fetches()).toBe(2);
  });

  test("needs no network for a commit that was fetched before", async () => {
    const server = await serve();
    const url = urlOf(server);
    await remotes().open({ url, commit: first });
    await server.close();
    expect(await contentOf(await remotes().open({ url, commit: first }))).toBe("one");
  });

  test("follows a branch that was rewritten and a tag that was moved", async () => {
    const server = await serve();
    const url = urlOf(server);
    repo.git("tag", "v1");
    await remotes().open({ url, tag: "v1" });
    repo.write("a.txt", "rewritten");
    repo.git("commit", "--quiet", "--all", "--amend", "-m", "rewritten");
    repo.git("tag", "--force", "v1");
    const all = remotes();
    const [branch, tag] = [await all.open({ url, branch: "main" }), await all.open({ url, tag: "v1" })];
    expect([await contentOf(branch), await contentOf(tag)]).toEqual(["rewritten", "rewritten"]);
    // The commit of an earlier build is still known, and known not to be part of the branch.
    expect(await branch.isAncestor(first, branch.head.id)).toBe(false);
  });

  test("gets the name and password that the server asks for, which are written nowhere", async () => {
    const server = await serve({ username: "ada", password });
    const url = urlOf(server);
    const basicAuth = { username: "ada", password: { kind: "value", value: password } } as const;
    expect(await contentOf(await remotes().open({ url, basicAuth }))).toBe("one");
    expect(new Set(server.passwords())).toEqual(new Set([password]));
    const files = readdirSync(cacheDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const written = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    expect(written.filter((text) => text.includes("pass-w0rd"))).toEqual([]);
  });

  test("says what is wrong with the password without showing it", async () => {
    const server = await serve({ username: "ada", password });
    const url = urlOf(server);
    const basicAuth = { username: "ada", password: { kind: "value", value: "guessed-wrong" } } as const;
    const error = await remotes()
      .open({ url, basicAuth })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "GIT.REMOTE_FAILED",
      message: `the git repository ${url} cannot be fetched`,
      next: [expect.stringContaining("basicAuth")],
    });
    expect(JSON.stringify(error)).not.toContain("guessed-wrong");
    expect(server.passwords()).toContain("guessed-wrong");
  });

  test("says what it lacks", async () => {
    const server = await serve();
    const url = urlOf(server);
    const none = "0123456789012345678901234567890123456789";
    await expect(remotes().open({ url, branch: "nope" })).rejects.toMatchObject({
      code: "GIT.REMOTE_REFERENCE",
      message: `the git repository ${url} has no branch "nope"`,
    });
    await expect(remotes().open({ url, commit: none })).rejects.toMatchObject({
      code: "GIT.REMOTE_REFERENCE",
      why: "the commit may have been squashed or rebased",
    });
    await expect(remotes().open({ url: `${server.url}/nothing.git` })).rejects.toMatchObject({
      code: "GIT.REMOTE_FAILED",
    });
  });

  test("may be a path relative to build.ts, and a url of ssh", async () => {
    const ssh = join(makeTemporaryFolder(), "ssh");
    writeFileSync(ssh, '#!/bin/sh\nwhile [ "$1" != git.example ]; do shift; done\nshift\nexec sh -c "$*"\n');
    chmodSync(ssh, 0o755);
    const env = {
      ...gitTestEnvironment,
      GIT_ALLOW_PROTOCOL: "file:ssh",
      GIT_SSH_COMMAND: ssh,
      GIT_SSH_VARIANT: "simple",
    };
    const folder = join(repo.path, "..", "elsewhere");
    const all = remotes({ folder, env });
    const relative = await all.open({ url: `../${repo.path.split("/").at(-1)}` });
    const overSsh = await all.open({ url: `ssh://git.example${repo.path}`, branch: "main" });
    expect([await contentOf(relative), await contentOf(overSsh)]).toEqual(["one", "one"]);
  });
});
