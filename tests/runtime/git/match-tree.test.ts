import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { openRepository } from "../../../runtime/git/open-repository.ts";
import type { PathFilter } from "../../../runtime/git/repository.ts";
import { createGitRepo, type GitRepo, gitTestEnvironment } from "../../support/git-repo.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";

type Entry = readonly [mode: string, type: string, id: string, path: string];

const tree = readSharedVectors<{ entries: Entry[] }>("werf/git-tree.json");
const rootId = "84c3ddc2ff39e73411ddab33687bd3f8b94badf1";

let repo: GitRepo | undefined;
afterEach(() => repo?.dispose());

/** Trees only, without a single blob: a walk that read one would fail. */
function writeTree(entries: readonly Entry[], folder: string): string {
  const prefix = folder === "" ? "" : `${folder}/`;
  const children = entries.filter(
    ([, , , path]) => path.startsWith(prefix) && !path.slice(prefix.length).includes("/"),
  );
  const lines = children.map(([mode, type, id, path]) => {
    const own = type === "tree" ? writeTree(entries, path) : id;
    return `${mode} ${type} ${own}\t${path.slice(prefix.length)}\n`;
  });
  return execFileSync("git", ["mktree", "--missing"], { cwd: repo!.path, input: lines.join("") })
    .toString()
    .trim();
}

async function matchIn(commit: string, filter: Partial<PathFilter>): Promise<readonly (readonly string[])[]> {
  const opened = await openRepository({ path: repo!.path, dev: false, allowUnshallow: false, env: gitTestEnvironment });
  try {
    const entries = await opened!.match(commit, { add: "", includePaths: [], excludePaths: [], ...filter });
    return entries.map(({ path, id }) => [path, id]);
  } finally {
    await opened?.close();
  }
}

describe.skipIf(tree === undefined)("the tree of werf 1.0.10", () => {
  const entries = tree?.entries ?? [];
  const select = (wanted: (path: string, type: string) => boolean) =>
    entries
      .filter(([, type, , path]) => wanted(path, type))
      .map(([, , id, path]) => [path, id])
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a!), Buffer.from(b!)));

  it("is read without its blobs, directories as a whole or file by file as the masks demand", async () => {
    repo = createGitRepo();
    const root = writeTree(entries, "");
    expect(root).toBe(rootId);
    const commit = repo.git("commit-tree", root, "-m", "x").trim();
    repo.git("update-ref", "refs/heads/main", commit);
    expect(await matchIn(commit, {})).toEqual([["", rootId]]);
    expect(await matchIn(commit, { mask: "cmd/werf/*" })).toEqual(select((path) => path === "cmd/werf"));
    expect(await matchIn(commit, { mask: "**/*.md" })).toEqual(
      select((path, type) => type === "blob" && path.endsWith(".md")),
    );
    expect(await matchIn(commit, { includePaths: ["cmd/werf/[bc]*"], excludePaths: ["cmd/werf/common"] })).toEqual(
      select((path) => /^cmd\/werf\/[bc][^/]*$/.test(path) && path !== "cmd/werf/common"),
    );
    expect(await matchIn(commit, { add: "cmd", excludePaths: ["**/*_test.go"] })).toEqual(
      select((path, type) => type === "blob" && path.startsWith("cmd/") && !path.endsWith("_test.go")),
    );
  });
});
