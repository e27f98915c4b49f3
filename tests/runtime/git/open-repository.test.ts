import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  type OpenedRepository,
  type OpenRepositoryOptions,
  openRepository,
} from "../../../runtime/git/open-repository.ts";
import type { Change, FileEntry, PathFilter } from "../../../runtime/git/repository.ts";
import {
  createGitRepo,
  type GitRepo,
  gitTestEnvironment,
  makeTemporaryFolder,
  openGitRepo,
} from "../../support/git-repo.ts";

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function newRepo(): GitRepo {
  const repo = createGitRepo();
  closers.push(repo.dispose);
  return repo;
}

function newFolder(): string {
  const folder = makeTemporaryFolder();
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function open(path: string, options: Partial<OpenRepositoryOptions> = {}): Promise<OpenedRepository> {
  const repository = await openRepository({
    path,
    dev: false,
    allowUnshallow: true,
    env: gitTestEnvironment,
    ...options,
  });
  if (repository === undefined) throw new Error(`${path} is in no repository`);
  closers.push(() => repository.close());
  return repository;
}

const everything: PathFilter = { add: "", includePaths: [], excludePaths: [] };
const below = (add: string): PathFilter => ({ ...everything, add });
const masked = (mask: string): PathFilter => ({ ...everything, mask });
const blobId = (content: string | Buffer) =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(content)}\0`)
    .update(content)
    .digest("hex");

function file(path: string, content: string, mode: FileEntry["mode"] = "100644"): FileEntry {
  return { path, mode, id: blobId(content), sizeBytes: Buffer.byteLength(content) };
}

function side(content: string, mode: FileEntry["mode"] = "100644"): Change["before"] {
  return { mode, id: blobId(content) };
}

async function readAll(repository: OpenedRepository, files: readonly FileEntry[]): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for await (const { file, content } of repository.contents(files)) contents[file.path] = content.toString("latin1");
  return contents;
}

/** What must not change when somebody else's repository is read. */
function fingerprint(repo: GitRepo) {
  const git = (...args: string[]) => repo.git("--no-optional-locks", ...args);
  return [
    git("status", "--porcelain=v2", "--branch"),
    git("ls-files", "--stage"),
    git("for-each-ref", "refs/heads"),
    git("reflog"),
  ];
}

describe("a repository that is opened", () => {
  it("tells HEAD with the committer's time and zone, and where its parts are", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ "a/b.txt": "1" });
    const { head, isShallow, workTree, gitDir } = await open(join(repo.path, "a"));
    expect({ head, isShallow, workTree, gitDir }).toEqual({
      head: { id, timeUnix: 1_700_000_000, timezoneMinutes: 180 },
      isShallow: false,
      workTree: repo.path,
      gitDir: join(repo.path, ".git"),
    });
  });

  it("is found from a file in it", async () => {
    const repo = newRepo();
    repo.commitFiles({ "build.ts": "" });
    expect((await open(join(repo.path, "build.ts"))).workTree).toBe(repo.path);
  });

  it("is undefined where there is none", async () => {
    const path = newFolder();
    expect(await openRepository({ path, dev: false, allowUnshallow: true, env: gitTestEnvironment })).toBeUndefined();
  });

  it("needs a commit", async () => {
    const repo = newRepo();
    await expect(open(repo.path)).rejects.toMatchObject({ code: "GIT.NO_COMMITS" });
  });

  it("may be bare", async () => {
    const repo = newRepo();
    repo.commitFiles({ "a.txt": "1" });
    const bare = newFolder();
    repo.git("clone", "--quiet", "--bare", repo.path, bare);
    const repository = await open(bare, { dev: true });
    expect(await repository.files(repository.head.id, everything)).toEqual([file("a.txt", "1")]);
  });

  it("may be a linked work tree", async () => {
    const repo = newRepo();
    repo.commitFiles({ "a.txt": "1" });
    const linked = openGitRepo(join(newFolder(), "linked"));
    repo.git("worktree", "add", "--quiet", "-b", "other", linked.path);
    const id = linked.commitFiles({ "b.txt": "2" });
    const repository = await open(linked.path);
    expect([repository.head.id, repository.workTree]).toEqual([id, linked.path]);
    expect(await repository.files(id, everything)).toEqual([file("a.txt", "1"), file("b.txt", "2")]);
  });

  it("does not listen to GIT_DIR and its like", async () => {
    const [repo, other] = [newRepo(), newRepo()];
    const id = repo.commitFiles({ "a.txt": "1" });
    other.commitFiles({ "b.txt": "2" });
    const env = { ...gitTestEnvironment, GIT_DIR: join(other.path, ".git"), GIT_INDEX_FILE: "/nonexistent" };
    expect((await open(repo.path, { env })).head.id).toBe(id);
  });

  it("ends its processes when the signal says so", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ "a/b.txt": "1" });
    const controller = new AbortController();
    const repository = await open(repo.path, { signal: controller.signal });
    controller.abort(new Error("stop"));
    await expect(repository.match(id, masked("a/*.txt"))).rejects.toThrow("stop");
  });

  it("is not changed by being read", async () => {
    const repo = newRepo();
    const first = repo.commitFiles({ "a.txt": "1" });
    const second = repo.commitFiles({ "a.txt": "2" });
    repo.write("a.txt", "dirty");
    const before = fingerprint(repo);
    const repository = await open(repo.path);
    await repository.files(second, everything);
    await repository.changes(first, second, everything);
    await repository.patch(first, second, everything);
    await repository.isAncestor(first, second);
    expect(fingerprint(repo)).toEqual(before);
  });
});

describe("entry", () => {
  it("finds files, directories and the root, and nothing else", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ "a/b.txt": "1", "run.sh": "x", link: "-> a/b.txt" });
    const repository = await open(repo.path);
    const tree = (path: string) => repo.git("rev-parse", `HEAD:${path}`).trim();
    expect(
      await Promise.all(["a/b.txt", "a/", "", "a/b.txt/c", "c", "link"].map((path) => repository.entry(id, path))),
    ).toEqual([
      { path: "a/b.txt", mode: "100644", id: blobId("1") },
      { path: "a", mode: "040000", id: tree("a") },
      { path: "", mode: "040000", id: tree("") },
      undefined,
      undefined,
      { path: "link", mode: "120000", id: blobId("a/b.txt") },
    ]);
  });
});

describe("files and contents", () => {
  it("list modes, sizes and symlinks in byte order, and give the bytes", async () => {
    const repo = newRepo();
    repo.write("bin/run.sh", "#!/bin/sh\n");
    repo.makeExecutable("bin/run.sh");
    const bytes = Buffer.from([0, 255, 10, 13, 10, 0, 128]);
    const id = repo.commitFiles({ "a.b": "", "a/x": "1\n", link: "-> ../else where", "z.bin": bytes });
    const repository = await open(repo.path);
    const files = await repository.files(id, everything);
    expect(files).toEqual([
      file("a.b", ""),
      file("a/x", "1\n"),
      file("bin/run.sh", "#!/bin/sh\n", "100755"),
      file("link", "../else where", "120000"),
      { path: "z.bin", mode: "100644", id: blobId(bytes), sizeBytes: 7 },
    ]);
    expect(await readAll(repository, files)).toEqual({
      "a.b": "",
      "a/x": "1\n",
      "bin/run.sh": "#!/bin/sh\n",
      link: "../else where",
      "z.bin": bytes.toString("latin1"),
    });
  });

  it("keep to the mapping's masks", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({
      "app/a.ts": "1",
      "app/a.test.ts": "2",
      "app/lib/b.ts": "3",
      "app/README": "4",
      "other.ts": "5",
    });
    const repository = await open(repo.path);
    const filter = { add: "app", includePaths: ["**/*.ts"], excludePaths: ["*.test.ts"] };
    expect((await repository.files(id, filter)).map(({ path }) => path)).toEqual(["app/a.ts", "app/lib/b.ts"]);
  });

  it("take a single file and nothing where there is nothing", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ "a/b.txt": "12", "a/b.txt.bak": "3" });
    const repository = await open(repo.path);
    expect(await repository.files(id, below("a/b.txt"))).toEqual([file("a/b.txt", "12")]);
    expect(await repository.files(id, below("missing"))).toEqual([]);
  });

  it("take unusual names", async () => {
    const repo = newRepo();
    const names = [
      "-rf",
      " lead",
      "new\nline",
      'quo"te',
      "back\\slash",
      "tab\t",
      "*",
      "ünï/😀",
      "ünï/\uFF5E",
      "a\uFFFDb",
    ];
    const id = repo.commitFiles(Object.fromEntries(names.map((name) => [name, `of ${name}`])));
    const repository = await open(repo.path);
    const files = await repository.files(id, everything);
    const byBytes = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(files.map(({ path }) => path)).toEqual(byBytes);
    expect((await repository.match(id, masked("ünï/?"))).map(({ path }) => path)).toEqual(["ünï/\uFF5E", "ünï/😀"]);
    expect(await readAll(repository, files)).toEqual(
      Object.fromEntries(names.map((name) => [name, Buffer.from(`of ${name}`).toString("latin1")])),
    );
  });

  it("refuse a name that is not UTF-8 when it is taken, and only then", async () => {
    const repo = newRepo();
    const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: repo.path, input: "x" })
      .toString()
      .trim();
    const entries = Buffer.concat([
      Buffer.from(`100644 blob ${blob}\tcaf`),
      Buffer.from([0xe9, 0]),
      Buffer.from(`100644 blob ${blob}\tok\0`),
    ]);
    const tree = execFileSync("git", ["mktree", "-z"], { cwd: repo.path, input: entries }).toString().trim();
    const id = repo.git("commit-tree", tree, "-m", "x").trim();
    repo.git("reset", "--quiet", "--soft", id);
    const repository = await open(repo.path);
    await expect(repository.files(id, everything)).rejects.toMatchObject({ code: "GIT.PATH_NOT_UTF8" });
    expect(await repository.files(id, masked("ok"))).toEqual([file("ok", "x")]);
  });

  it("hold many more bytes than memory has to, one content at a time", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ big: Buffer.alloc(1024 * 1024, 7) });
    const repository = await open(repo.path);
    const [big] = await repository.files(id, everything);
    let bytes = 0;
    const before = process.memoryUsage().rss;
    let highest = before;
    for await (const { content } of repository.contents(Array.from({ length: 500 }, () => big!))) {
      bytes += content.length;
      highest = Math.max(highest, process.memoryUsage().rss);
    }
    expect(bytes).toBe(500 * 1024 * 1024);
    expect(highest - before).toBeLessThan(250 * 1024 * 1024);
  });

  it("may be left half read", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ a: Buffer.alloc(1024 * 1024, 1), b: Buffer.alloc(1024 * 1024, 2) });
    const repository = await open(repo.path);
    const files = await repository.files(id, everything);
    for await (const { file } of repository.contents(files)) {
      expect(file.path).toBe("a");
      break;
    }
  });

  it("come from the commit and not from the work tree", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ "a.txt": "committed" });
    repo.write("a.txt", "dirty");
    repo.write("new.txt", "untracked");
    const repository = await open(repo.path);
    expect(await readAll(repository, await repository.files(id, everything))).toEqual({ "a.txt": "committed" });
  });
});

describe("match", () => {
  it("takes a directory as one entry unless only some of it may match", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ "src/a.ts": "1", "src/lib/b.ts": "2", "src/lib/c.js": "3", "package.json": "4" });
    const repository = await open(repo.path);
    const tree = (path: string) => ({ path, mode: "040000", id: repo.git("rev-parse", `HEAD:${path}`).trim() });
    const blob = (path: string, content: string) => ({ path, mode: "100644", id: blobId(content) });
    expect(await repository.match(id, everything)).toEqual([tree("")]);
    expect(await repository.match(id, masked("src"))).toEqual([tree("src")]);
    expect(await repository.match(id, masked("*/lib"))).toEqual([tree("src/lib")]);
    expect(await repository.match(id, below("src/lib"))).toEqual([tree("src/lib")]);
    expect(await repository.match(id, masked("**/*.ts"))).toEqual([blob("src/a.ts", "1"), blob("src/lib/b.ts", "2")]);
    expect(await repository.match(id, { ...below("src"), excludePaths: ["a.ts"] })).toEqual([tree("src/lib")]);
    expect(await repository.match(id, { ...below("src"), includePaths: ["lib"], mask: "lib/*.js" })).toEqual([
      blob("src/lib/c.js", "3"),
    ]);
    expect(await repository.match(id, masked("nothing"))).toEqual([]);
  });

  it("orders a directory by its name without a slash", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ "a/x": "1", "a.b": "2", "a-": "3" });
    const repository = await open(repo.path);
    expect((await repository.match(id, masked("a*"))).map(({ path }) => path)).toEqual(["a", "a-", "a.b"]);
  });
});

describe("changes", () => {
  it("tell additions, removals, contents, modes, symlinks and renames", async () => {
    const repo = newRepo();
    const from = repo.commitFiles({
      "edit.txt": "1",
      "gone.txt": "2",
      "mode.sh": "3",
      "old name": "same",
      type: "4",
      keep: "5",
    });
    repo.git("mv", "old name", "new name");
    repo.remove("gone.txt");
    repo.makeExecutable("mode.sh");
    const to = repo.commitFiles({ "edit.txt": "11", "dir/added.txt": "222", type: "-> keep" });
    const repository = await open(repo.path);
    expect(await repository.changes(from, to, everything)).toEqual([
      { path: "dir/added.txt", after: file("dir/added.txt", "222") },
      { path: "edit.txt", before: side("1"), after: file("edit.txt", "11") },
      { path: "gone.txt", before: side("2") },
      { path: "mode.sh", before: side("3"), after: file("mode.sh", "3", "100755") },
      { path: "new name", after: file("new name", "same") },
      { path: "old name", before: side("same") },
      { path: "type", before: side("4"), after: file("type", "keep", "120000") },
    ]);
    expect(
      await repository.changes(from, to, { ...everything, includePaths: ["dir", "*.txt"], excludePaths: ["gone*"] }),
    ).toEqual([
      { path: "dir/added.txt", after: file("dir/added.txt", "222") },
      { path: "edit.txt", before: side("1"), after: file("edit.txt", "11") },
    ]);
    expect(await repository.changes(to, to, everything)).toEqual([]);
  });

  it("name a commit that is gone", async () => {
    const repo = newRepo();
    const id = repo.commitFiles({ a: "1" });
    const repository = await open(repo.path);
    await expect(repository.changes("1".repeat(40), id, everything)).rejects.toMatchObject({
      code: "GIT.MISSING_OBJECT",
    });
  });
});

describe("ancestry", () => {
  it("knows merges, and refuses side branches, a rebase and a force-push", async () => {
    const repo = newRepo();
    const base = repo.commitFiles({ a: "1" });
    repo.git("switch", "--quiet", "-c", "side");
    const sideCommit = repo.commitFiles({ b: "1" });
    repo.git("switch", "--quiet", "main");
    const main = repo.commitFiles({ c: "1" });
    repo.git("merge", "--quiet", "--no-edit", "side");
    const merge = repo.git("rev-parse", "HEAD").trim();
    repo.git("switch", "--quiet", "side");
    repo.git("rebase", "--quiet", main);
    const rebased = repo.git("rev-parse", "HEAD").trim();
    const repository = await open(repo.path);
    const ask = (ancestor: string, commit: string) => repository.isAncestor(ancestor, commit);
    expect(await ask(base, merge)).toBe(true);
    expect(await ask(sideCommit, merge)).toBe(true);
    expect(await ask(merge, merge)).toBe(true);
    expect(await ask(merge, sideCommit)).toBe(false);
    expect(await ask(sideCommit, rebased)).toBe(false);
    expect(await ask(main, rebased)).toBe(true);
    expect(await ask("1".repeat(40), merge)).toBe(false);
  });

  it("fetches the history of a shallow clone once, where that is allowed", async () => {
    const origin = newRepo();
    const first = origin.commitFiles({ a: "1" });
    origin.commitFiles({ a: "2" });
    const last = origin.commitFiles({ a: "3" });
    const clone = () => {
      const path = join(newFolder(), "clone");
      origin.git("clone", "--quiet", "--depth=1", `file://${origin.path}`, path);
      return openGitRepo(path);
    };
    const forbidden = clone();
    const closed = await open(forbidden.path, { allowUnshallow: false });
    expect([closed.isShallow, await closed.isAncestor(first, last)]).toEqual([true, false]);
    expect(forbidden.git("rev-parse", "--is-shallow-repository").trim()).toBe("true");
    const allowed = clone();
    const before = fingerprint(allowed);
    const opened = await open(allowed.path);
    expect(await opened.isAncestor("1".repeat(40), last)).toBe(false);
    expect(await opened.isAncestor(first, last)).toBe(true);
    expect(fingerprint(allowed)).toEqual(before);
    const cut = clone();
    renameSync(origin.path, `${origin.path}-moved`);
    expect(await (await open(cut.path)).isAncestor(first, last)).toBe(false);
    renameSync(`${origin.path}-moved`, origin.path);
  });
});

describe("submodules", () => {
  function withSubmodule() {
    const inner = newRepo();
    const first = inner.commitFiles({ "lib/x.c": "1", "doc.md": "2" });
    const repo = newRepo();
    repo.git("submodule", "--quiet", "add", "--name", "third party", inner.path, "deps/inner");
    const from = repo.commitFiles({ "deps/inner.txt": "3", main: "4" });
    return { inner, repo, first, from };
  }

  it("are taken as one entry, or by their files where masks reach into them", async () => {
    const { repo, first, from } = withSubmodule();
    const repository = await open(repo.path);
    expect(await repository.match(from, masked("deps/inner"))).toEqual([
      { path: "deps/inner", mode: "160000", id: first },
    ]);
    expect(await repository.match(from, masked("deps/inner/*.md"))).toEqual([
      { path: "deps/inner/doc.md", mode: "100644", id: blobId("2"), submodule: "deps/inner" },
    ]);
    const files = await repository.files(from, below("deps"));
    expect(files).toEqual([
      file("deps/inner.txt", "3"),
      { ...file("deps/inner/doc.md", "2"), submodule: "deps/inner" },
      { ...file("deps/inner/lib/x.c", "1"), submodule: "deps/inner" },
    ]);
    expect(await readAll(repository, files)).toEqual({
      "deps/inner.txt": "3",
      "deps/inner/doc.md": "2",
      "deps/inner/lib/x.c": "1",
    });
    expect(await repository.files(from, below("deps/inner/lib"))).toEqual([
      { ...file("deps/inner/lib/x.c", "1"), submodule: "deps/inner" },
    ]);
    expect(await repository.entry(from, "deps/inner/doc.md")).toMatchObject({ id: blobId("2") });
  });

  it("change file by file", async () => {
    const { inner, repo, from } = withSubmodule();
    inner.remove("doc.md");
    inner.commitFiles({ "lib/x.c": "11" });
    const sub = openGitRepo(join(repo.path, "deps/inner"));
    sub.git("pull", "--quiet", "origin", "main");
    const to = repo.commit();
    repo.git("rm", "--quiet", "deps/inner");
    const removed = repo.commit();
    const repository = await open(repo.path);
    const submodule = "deps/inner";
    expect(await repository.changes(from, to, everything)).toEqual([
      { path: "deps/inner/doc.md", before: side("2") },
      { path: "deps/inner/lib/x.c", before: side("1"), after: { ...file("deps/inner/lib/x.c", "11"), submodule } },
    ]);
    expect(await repository.changes(from, to, masked("deps/inner/*.md"))).toEqual([
      { path: "deps/inner/doc.md", before: side("2") },
    ]);
    expect(await repository.changes(to, removed, masked("deps"))).toEqual([
      { path: "deps/inner/lib/x.c", before: side("11") },
    ]);
    expect(
      (await repository.changes(removed, to, masked("deps"))).map(({ path, after }) => [path, after?.submodule]),
    ).toEqual([["deps/inner/lib/x.c", submodule]]);
    repo.git("checkout", "--quiet", to);
    repo.git("submodule", "--quiet", "update");
    expect(await repository.patch(from, to, masked("**/*.md"))).toBe(
      [
        "diff --git a/deps/inner/doc.md b/deps/inner/doc.md",
        "deleted file mode 100644",
        // git does not hand --full-index on to the diff of a submodule.
        `index ${blobId("2").slice(0, 7)}..0000000`,
        "--- a/deps/inner/doc.md",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-2",
        "\\ No newline at end of file",
        "",
      ].join("\n"),
    );
  });

  it("must be in the clone when their files are needed", async () => {
    const { repo, first, from } = withSubmodule();
    const path = join(newFolder(), "clone");
    repo.git("clone", "--quiet", repo.path, path);
    const repository = await open(path);
    expect(await repository.match(from, masked("deps/inner"))).toEqual([
      { path: "deps/inner", mode: "160000", id: first },
    ]);
    expect(await repository.files(from, masked("main"))).toEqual([file("main", "4")]);
    await expect(repository.files(from, everything)).rejects.toMatchObject({
      code: "GIT.SUBMODULE_MISSING",
      next: ["git submodule update --init --recursive -- deps/inner"],
    });
  });
});

describe("--dev", () => {
  it("builds the work tree, and leaves HEAD, index, branches and status as they are", async () => {
    const repo = newRepo();
    const head = repo.commitFiles({ ".gitignore": "ignored\n", "a.txt": "1", "gone.txt": "2" });
    repo.write("a.txt", "changed");
    repo.write("new/b.txt", "untracked");
    repo.write("ignored", "x");
    repo.write("staged.txt", "s");
    repo.git("add", "staged.txt");
    repo.remove("gone.txt");
    const before = fingerprint(repo);
    const repository = await open(join(repo.path, "new"), { dev: true });
    expect(fingerprint(repo)).toEqual(before);
    expect(await readAll(repository, await repository.files(repository.head.id, everything))).toEqual({
      ".gitignore": "ignored\n",
      "a.txt": "changed",
      "new/b.txt": "untracked",
      "staged.txt": "s",
    });
    expect(repository.head).toEqual({ id: repository.head.id, timeUnix: 1_700_000_000, timezoneMinutes: 180 });
    expect(await repository.isAncestor(head, repository.head.id)).toBe(true);
  });

  it("is HEAD itself when nothing differs", async () => {
    const repo = newRepo();
    const head = repo.commitFiles({ "a.txt": "1" });
    expect((await open(repo.path, { dev: true })).head.id).toBe(head);
    expect(repo.git("for-each-ref", "refs/builder")).toBe("");
  });

  it("gives the same commit for the same tree, and a later one as descendant", async () => {
    const repo = newRepo();
    const head = repo.commitFiles({ "a.txt": "1" });
    const build = async (content: string) => {
      repo.write("a.txt", content);
      return (await open(repo.path, { dev: true })).head.id;
    };
    const first = await build("2");
    // Of the same size and in the same second as what is in the index: git must look into the file.
    expect(first).not.toBe(head);
    expect(await build("2")).toBe(first);
    const second = await build("3");
    expect(await build("2")).toBe(first);
    const third = await build("4");
    const repository = await open(repo.path);
    expect(await repository.isAncestor(first, second)).toBe(true);
    expect(await repository.isAncestor(second, third)).toBe(true);
    expect(await repository.isAncestor(first, repository.head.id)).toBe(false);
  });

  it("goes on when HEAD moves forward, and starts anew on another branch and after an amend", async () => {
    const repo = newRepo();
    repo.commitFiles({ "a.txt": "1" });
    const build = async (content: string) => {
      repo.write("dirty.txt", content);
      return (await open(repo.path, { dev: true })).head.id;
    };
    const first = await build("1");
    repo.git("commit", "--quiet", "--allow-empty", "-m", "next");
    const forward = await build("2");
    repo.git("commit", "--quiet", "--allow-empty", "--amend", "-m", "other");
    const amended = await build("3");
    repo.git("switch", "--quiet", "-c", "branch");
    const branched = await build("4");
    const repository = await open(repo.path);
    expect(await repository.isAncestor(first, forward)).toBe(true);
    expect(await repository.isAncestor(forward, amended)).toBe(false);
    expect(await repository.isAncestor(amended, branched)).toBe(false);
  });

  it("survives git's garbage collection", async () => {
    const repo = newRepo();
    repo.commitFiles({ "a.txt": "1" });
    repo.write("a.txt", "2");
    const { head } = await open(repo.path, { dev: true });
    repo.git("gc", "--quiet", "--prune=now");
    const repository = await open(repo.path);
    expect(await readAll(repository, await repository.files(head.id, everything))).toEqual({ "a.txt": "2" });
  });
});
