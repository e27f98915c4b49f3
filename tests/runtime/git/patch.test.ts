import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openRepository } from "../../../runtime/git/open-repository.ts";
import { createIncludeMatcher } from "../../../runtime/git/path-matcher.ts";
import { quotePath, unquotePath } from "../../../runtime/git/quoted-path.ts";
import { parseRawDiff } from "../../../runtime/git/raw-diff.ts";
import type { PatchOptions, PathFilter } from "../../../runtime/git/repository.ts";
import { rewritePatch } from "../../../runtime/git/rewrite-patch.ts";
import { createGitRepo, type GitRepo, gitTestEnvironment } from "../../support/git-repo.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";

let repo: GitRepo | undefined;
afterEach(() => repo?.dispose());

const everything: PathFilter = { add: "", includePaths: [], excludePaths: [] };

async function patch(
  from: string,
  to: string,
  filter: Partial<PathFilter> = {},
  options: PatchOptions = {},
): Promise<string> {
  const opened = await openRepository({ path: repo!.path, dev: false, allowUnshallow: false, env: gitTestEnvironment });
  try {
    return (await opened?.patch(from, to, { ...everything, ...filter }, options)) ?? "not opened";
  } finally {
    await opened?.close();
  }
}

const idOf = (revision: string) => repo!.git("rev-parse", revision).trim().slice(0, 8);

describe("the patch of a mapping", () => {
  it("has the paths relative to the mapping and ids of 8 characters", async () => {
    repo = createGitRepo();
    const from = repo.commitFiles({
      "app/with space.txt": "1\n-- \n",
      "app/gone.txt": "x\n",
      "app/run.sh": "r\n",
      "other.txt": "o\n",
    });
    repo.makeExecutable("app/run.sh");
    repo.remove("app/gone.txt");
    const to = repo.commitFiles({ "app/with space.txt": "1\n", "app/new.txt": "n", "other.txt": "p\n" });
    const at = (revision: string, path: string) => idOf(`${revision}:app/${path}`);
    expect(await patch(from, to, { add: "app" })).toBe(
      [
        "diff --git a/gone.txt b/gone.txt",
        "deleted file mode 100644",
        `index ${at(from, "gone.txt")}..00000000`,
        "--- a/gone.txt",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-x",
        "diff --git a/new.txt b/new.txt",
        "new file mode 100644",
        `index 00000000..${at(to, "new.txt")}`,
        "--- /dev/null",
        "+++ b/new.txt",
        "@@ -0,0 +1 @@",
        "+n",
        "\\ No newline at end of file",
        "diff --git a/run.sh b/run.sh",
        "old mode 100644",
        "new mode 100755",
        "diff --git a/with space.txt b/with space.txt",
        `index ${at(from, "with space.txt")}..${at(to, "with space.txt")} 100644`,
        "--- a/with space.txt",
        "+++ b/with space.txt",
        "@@ -1,2 +1 @@",
        " 1",
        "--- ",
        "",
      ].join("\n"),
    );
  });

  it("names binary files, and holds their bytes when whole", async () => {
    repo = createGitRepo();
    const from = repo.commitFiles({ "d/x.bin": Buffer.from([0, 1]), "d/y.txt": "1\n2\n3\n4\n5\n6\n7\n8\n9\n" });
    const to = repo.commitFiles({ "d/x.bin": Buffer.from([0, 2]), "d/y.txt": "1\n2\n3\n4\n5\n6\n7\n8\nnine\n" });
    const [before, after] = [idOf(`${from}:d/x.bin`), idOf(`${to}:d/x.bin`)];
    // The path in the line "Binary files" stays as git has it, as in werf.
    expect(await patch(from, to, { add: "d", mask: "*.bin" })).toBe(
      `diff --git a/x.bin b/x.bin\nindex ${before}..${after} 100644\nBinary files a/d/x.bin and b/d/x.bin differ\n`,
    );
    const whole = await patch(from, to, { add: "d" }, { whole: true });
    expect(whole).toContain("GIT binary patch\nliteral 2\n");
    expect(whole).toContain("@@ -1,9 +1,9 @@\n 1\n 2\n");
  });

  it("is the same under any settings of the user", async () => {
    repo = createGitRepo();
    const from = repo.commitFiles({ "a.txt": "1\n2\n3\n4\n5\n", "b.txt": "b\n" });
    repo.git("mv", "b.txt", "c.txt");
    const to = repo.commitFiles({ "a.txt": "1\n2\nthree\n4\n5\n" });
    const plain = await patch(from, to);
    const settings = [
      "noprefix true",
      "mnemonicPrefix true",
      "context 0",
      "algorithm patience",
      "renames copies",
      "external false",
    ];
    for (const setting of settings) repo.git("config", ...`diff.${setting}`.split(" "));
    repo.git("config", "color.ui", "always");
    repo.git("config", "core.abbrev", "5");
    expect(await patch(from, to)).toBe(plain);
    expect(plain).toContain("deleted file mode 100644");
  });

  it("gives a single file the name it has in the image", async () => {
    repo = createGitRepo();
    const from = repo.commitFiles({ "conf/dev.ini": "1\n" });
    const to = repo.commitFiles({ "conf/dev.ini": "2\n" });
    const [before, after] = [idOf(`${from}:conf/dev.ini`), idOf(`${to}:conf/dev.ini`)];
    expect(await patch(from, to, { add: "conf/dev.ini" }, { fileName: "app.ini" })).toBe(
      [
        "diff --git a/app.ini b/app.ini",
        `index ${before}..${after} 100644`,
        "--- a/app.ini",
        "+++ b/app.ini",
        "@@ -1 +1 @@",
        "-1",
        "+2",
        "",
      ].join("\n"),
    );
  });

  it("is empty when nothing that is matched differs", async () => {
    repo = createGitRepo();
    const from = repo.commitFiles({ "a.txt": "1\n" });
    const to = repo.commitFiles({ "a.txt": "2\n" });
    expect([await patch(to, to), await patch(from, to, { mask: "b.txt" })]).toEqual(["", ""]);
  });

  it("can be applied by git, unusual names included", async () => {
    repo = createGitRepo();
    const names = ["plain", "with space", "ünï", 'quo"te', "back\\slash", "-dash", "a b/c b/d"];
    const content = (text: string) => Object.fromEntries(names.map((name) => [`app/${name}`, `${text} of ${name}\n`]));
    const from = repo.commitFiles(content("before"));
    repo.remove("app/plain");
    const to = repo.commitFiles(content("after"));
    const text = await patch(from, to, { add: "app" });
    const file = join(repo.path, ".git/patch");
    writeFileSync(file, text);
    repo.git("checkout", "--quiet", from);
    execFileSync("git", ["apply", "--index", "--directory=app", file], { cwd: repo.path, env: gitTestEnvironment });
    expect(repo.git("diff", "--cached", to)).toBe("");
  });
});

describe("quoted paths", () => {
  it("are read as git writes them and written as Go does", () => {
    expect(unquotePath('"a/\\303\\274\\t\\"x\\\\\\001"')).toBe('a/ü\t"x\\\u0001');
    expect(quotePath('a/ü\t"x\\\u0001')).toBe('"a/ü\\t\\"x\\\\\\x01"');
  });
});

interface Vectors {
  readonly parser: readonly { name: string; scope: string; lines: string[]; paths?: { has: string[] } }[];
  readonly raw: readonly {
    name: string;
    output: string;
    changed?: { path: string; submodule?: boolean }[];
    error?: boolean;
  }[];
}

const vectors = readSharedVectors<Vectors>("werf/git-diff.json");

describe.skipIf(vectors === undefined)("the tables of werf", () => {
  it.each(vectors?.parser ?? [])("patch: $name", ({ scope, lines, paths }) => {
    const matcher = createIncludeMatcher([]);
    const patch = rewritePatch(lines.map((line) => `${line}\n`).join(""), { directory: scope, matcher });
    const headings = [...patch.matchAll(/^diff --git a\/(.*) b\/(.*)$/gm)].flatMap(([, a, b]) => [a, b]);
    expect(headings).toEqual(expect.arrayContaining(paths?.has ?? []));
    expect(headings).toHaveLength(2 * lines.filter((line) => line.startsWith("diff --git ")).length);
  });

  it.each(vectors?.raw ?? [])("raw: $name", ({ output, changed, error }) => {
    if (error) {
      expect(() => parseRawDiff(output)).toThrow();
      return;
    }
    const read = parseRawDiff(output).map(({ path, before, after }) => {
      const isSubmodule = before?.mode === "160000" || after?.mode === "160000";
      return isSubmodule ? { path, submodule: true } : { path };
    });
    expect(read).toEqual(changed);
  });
});
