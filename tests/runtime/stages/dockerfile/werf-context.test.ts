import { expect, test } from "vitest";
import { rootEntry } from "../../../../runtime/git/locate.ts";
import { matchTree } from "../../../../runtime/git/match-tree.ts";
import { createFilterMatcher } from "../../../../runtime/git/path-matcher.ts";
import type { FileEntry, Repository } from "../../../../runtime/git/repository.ts";
import type { Checkout, Submodules } from "../../../../runtime/git/submodules.ts";
import { type TreeLine, toFileMode } from "../../../../runtime/git/tree-object.ts";
import { createWorkTreeFiles } from "../../../../runtime/git/work-tree-files.ts";
import { getProfile } from "../../../../runtime/plan/digest-profile.ts";
import { createDockerfileStage } from "../../../../runtime/stages/dockerfile/dockerfile-stage.ts";
import { dockerfileNode } from "../../../support/dockerfile-node.ts";
import { createGitRepo } from "../../../support/git-repo.ts";
import { readSharedVectors } from "../../../support/shared-vectors.ts";
import { stageContext } from "../../../support/stage-context.ts";

interface Digests {
  readonly cases: readonly {
    readonly id: string;
    readonly expected: string;
    readonly input: {
      readonly overlay?: Readonly<Record<string, { readonly oid: string; readonly text: string }>>;
      readonly contextAddFiles?: readonly string[];
      readonly contextAddFilesOnDisk?: readonly { readonly path: string; readonly text: string }[];
    };
  }[];
}

interface Tree {
  readonly entries: readonly (readonly [mode: string, type: string, id: string, path: string])[];
}

const digests = readSharedVectors<Digests>("werf/digests.json");
const tree = readSharedVectors<Tree>("werf/git-tree.json");
const cases = digests?.cases.filter(({ id }) => id.startsWith("context/")) ?? [];

/** A repository of which only the tree is known: object ids and names, no contents but those of the overlay. */
function repositoryOf(overlay: NonNullable<Digests["cases"][number]["input"]["overlay"]>): Repository {
  const lines = new Map<string, TreeLine[]>();
  const idOf = new Map((tree?.entries ?? []).map(([, , id, path]) => [path, id]));
  const add = (mode: string, id: string, path: string): void => {
    const slash = path.lastIndexOf("/");
    const parent = slash < 0 ? "root" : `${path.slice(0, slash)} ${idOf.get(path.slice(0, slash))}`;
    const line = { name: path.slice(slash + 1), mode: toFileMode(mode), id: mode === "040000" ? `${path} ${id}` : id };
    lines.set(parent, [...(lines.get(parent) ?? []).filter(({ name }) => name !== line.name), line]);
  };
  for (const [mode, , id, path] of tree?.entries ?? []) add(mode, id, path);
  for (const [path, { oid }] of Object.entries(overlay)) add("100644", oid, path);
  const checkout: Checkout = JSON.parse('{ "path": "", "commit": { "id": "head", "tree": "root" } }');
  Object.assign(checkout, { directory: { tree: async (id: string) => lines.get(id) ?? [] } });
  const noSubmodules: Submodules = JSON.parse("{}");
  const file = (path: string): FileEntry | undefined => {
    const found = overlay[path];
    return found === undefined ? undefined : { path, mode: "100644", id: found.oid, sizeBytes: found.text.length };
  };
  const fake: Partial<Repository> = {
    head: { id: "head", timeUnix: 0, timezoneMinutes: 0 },
    entry: async (_commit, path) => file(path),
    files: async (_commit, { add: path }) => [file(path)].filter((found) => found !== undefined),
    async *contents(files) {
      for (const one of files) yield { file: one, content: Buffer.from(overlay[one.path]?.text ?? "") };
    },
    match: async (_commit, filter) => {
      const found = await matchTree(
        { checkout, entry: rootEntry(checkout) },
        createFilterMatcher(filter),
        noSubmodules,
      );
      return found.map((entry) => ({ ...entry, id: entry.id.split(" ").at(-1) ?? "" }));
    },
  };
  const repository: Repository = Object.assign(JSON.parse("{}"), fake);
  return repository;
}

test.skipIf(digests === undefined || tree === undefined)("the digests of werf's own repository come out", async () => {
  const actual: (readonly [string, string])[] = [];
  for (const { id, input } of cases) {
    const repo = createGitRepo();
    for (const { path, text } of input.contextAddFilesOnDisk ?? []) repo.write(path, text);
    const stage = createDockerfileStage({
      project: "none",
      platform: "linux/amd64",
      folder: "",
      workTree: createWorkTreeFiles({ workTree: repo.path, isUncommitted: () => false, mayDiffer: true }),
    });
    const profile = getProfile("werf-1.2");
    const image = dockerfileNode({ contextAddFiles: input.contextAddFiles ?? [] });
    const context = { ...stageContext({ profile, repository: repositoryOf(input.overlay ?? {}) }), image };
    const parts = await stage.parts(context);
    actual.push([id, profile.stageDigest("dockerfile", parts, undefined, "linux/amd64")]);
    repo.dispose();
  }
  expect(actual).toEqual(cases.map(({ id, expected }) => [id, expected]));
});
