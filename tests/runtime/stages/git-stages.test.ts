import { afterEach, describe, expect, test } from "vitest";
import { sha3_224hash } from "../../../runtime/plan/digest.ts";
import { getProfile } from "../../../runtime/plan/digest-profile.ts";
import type { StageName } from "../../../runtime/plan/stage-name.ts";
import { changedFiles } from "../../../runtime/stages/changed-files.ts";
import { stagesOf } from "../../../runtime/stages/image-stages.ts";
import type { Stage, StageContext } from "../../../runtime/stages/stage.ts";
import type { StoredStage } from "../../../runtime/storage/storage.ts";
import { createGitRepo, type GitRepo } from "../../support/git-repo.ts";
import { imageNode, mappingNode, shellNode } from "../../support/image-node.ts";
import { stageContext, withRepository } from "../../support/stage-context.ts";

const repos: GitRepo[] = [];
afterEach(() => {
  for (const repo of repos.splice(0)) repo.dispose();
});

function newRepo(files: Readonly<Record<string, string | Buffer>>): { readonly repo: GitRepo; readonly first: string } {
  const repo = createGitRepo();
  repos.push(repo);
  return { repo, first: repo.commitFiles(files) };
}

const image = imageNode({
  shell: shellNode({ install: ["npm ci"] }),
  git: [
    mappingNode({
      add: "/web",
      to: "/web",
      stageDependencies: { install: ["package*.json"], beforeSetup: [], setup: [] },
    }),
    mappingNode({ add: "/api.conf", to: "/etc/api.conf" }),
  ],
});

const files = { "web/package.json": "{}", "web/index.js": "1", "api.conf": "a", "other.txt": "o" };

function stageOf(context: StageContext, name: StageName): Stage {
  const stage = stagesOf(context.image, context.profile).find((one) => one.name === name);
  if (stage === undefined) throw new Error(`no stage ${name}`);
  return stage;
}

/** The labels of the image's archive as it is built at a commit, under both profiles' names. */
function labelsAt(commit: string, context: StageContext): Record<string, string> {
  return Object.fromEntries(
    context.image.git.map((mapping) => [`werf-git-${context.profile.mappingId(mapping)}-commit`, commit]),
  );
}

function storedWith(labels: Readonly<Record<string, string>>): StoredStage {
  return { digest: sha3_224hash("x"), timestampMs: 1, reference: "x", imageId: "x", labels, sizeBytes: 0 };
}

test("the labels of gitArchive name the commit and what each mapping's add is", async () => {
  const { repo, first } = newRepo(files);
  await withRepository(repo, async (repository) => {
    const context = stageContext({ image, repository });
    const stage = stageOf(context, "gitArchive");
    const [web, api] = image.git.map((mapping) => context.profile.mappingId(mapping));
    const labels = await stage.labels(context);
    expect(labels).toEqual({
      "werf-project-repo-commit": first,
      [`werf-git-${web}-commit`]: first,
      [`werf-git-${web}-virtual-merge`]: "false",
      [`werf-git-${web}-type`]: "directory",
      [`werf-git-${api}-commit`]: first,
      [`werf-git-${api}-virtual-merge`]: "false",
      [`werf-git-${api}-type`]: "file",
    });
    expect(stage.commits(labels, context)).toEqual([first, first]);
    expect(() => stage.commits({}, context)).toThrow(expect.objectContaining({ code: "BUILD.MISSING_COMMIT_LABEL" }));
  });
});

test("no file content enters the digest of gitArchive, and the order of the mappings does not either", async () => {
  const { repo } = newRepo(files);
  const partsOf = (context: StageContext) => stageOf(context, "gitArchive").parts(context);
  const before = await withRepository(repo, (repository) => partsOf(stageContext({ image, repository })));
  repo.commitFiles({ "web/index.js": "2" });
  const after = await withRepository(repo, (repository) =>
    partsOf(stageContext({ image: { ...image, git: image.git.toReversed() }, repository })),
  );
  expect(after).toEqual(before);
});

test("a user stage depends on the files of its masks, by name, mode and content", async () => {
  const { repo } = newRepo(files);
  const partsNow = () =>
    withRepository(repo, async (repository) =>
      JSON.stringify(
        await stageOf(stageContext({ image, repository }), "install").parts(stageContext({ image, repository })),
      ),
    );
  const seen = [await partsNow()];
  repo.commitFiles({ "web/index.js": "2", "api.conf": "b", "package.json": "elsewhere" });
  expect(await partsNow()).toBe(seen[0]);
  repo.commitFiles({ "web/package.json": "[]" });
  seen.push(await partsNow());
  repo.makeExecutable("web/package.json");
  repo.commit();
  seen.push(await partsNow());
  repo.git("mv", "web/package.json", "web/package-x.json");
  repo.commit();
  seen.push(await partsNow());
  expect(new Set(seen).size).toBe(4);
});

test("gitCache and gitLatestPatch are empty while the image is at HEAD, and when nothing of its files has changed", async () => {
  const { repo, first } = newRepo(files);
  const emptiness = () =>
    withRepository(repo, (repository) => {
      const context = stageContext({ image, repository });
      const here = { ...context, previousLabels: labelsAt(first, context) };
      return Promise.all((["gitCache", "gitLatestPatch"] as const).map((name) => stageOf(here, name).isEmpty(here)));
    });
  expect(await emptiness()).toEqual([true, true]);
  repo.commitFiles({ "other.txt": "2" });
  expect(await emptiness()).toEqual([true, true]);
  repo.commitFiles({ "web/index.js": "2" });
  expect(await emptiness()).toEqual([true, false]);
  repo.commitFiles({ "web/large.bin": Buffer.alloc(1024 * 1024) });
  expect(await emptiness()).toEqual([false, false]);
});

test("the value of gitCache is the whole MiB of what changed", async () => {
  const { repo, first } = newRepo(files);
  repo.commitFiles({ "web/large.bin": Buffer.alloc(2.5 * 1024 * 1024) });
  await withRepository(repo, async (repository) => {
    const context = stageContext({ image, repository });
    const here = { ...context, previousLabels: labelsAt(first, context) };
    expect(await stageOf(here, "gitCache").parts(here)).toMatchObject({ parts: [{ value: "2" }] });
  });
});

describe("gitLatestPatch", () => {
  const partsOf = (repo: GitRepo, base: string, profile: "builder" | "werf-1.2") =>
    withRepository(repo, (repository) => {
      const context = stageContext({ image, repository, profile: getProfile(profile) });
      const here = { ...context, previousLabels: labelsAt(base, context) };
      return stageOf(here, "gitLatestPatch").parts(here);
    });

  test("lists path, mode and id before and after", async () => {
    const { repo, first } = newRepo(files);
    repo.commitFiles({ "web/index.js": "2" });
    const [before, after] = [first, "HEAD"].map((commit) => repo.git("rev-parse", `${commit}:web/index.js`).trim());
    expect(await partsOf(repo, first, "builder")).toEqual({
      kind: "group",
      name: "gitLatestPatch",
      parts: [
        {
          kind: "leaf",
          name: "patch of /web → /web",
          value: JSON.stringify([["web/index.js", "100644", before, "100644", after]]),
        },
        { kind: "leaf", name: "patch of /api.conf → /etc/api.conf", value: "" },
      ],
    });
  });

  test("hashes the text of the diff in the profile of werf", async () => {
    const { repo, first } = newRepo(files);
    repo.commitFiles({ "web/index.js": "2" });
    const text = expect.stringMatching(
      /^diff --git a\/index\.js b\/index\.js\nindex [0-9a-f]{8}\.\.[0-9a-f]{8} 100644\n/,
    );
    expect(await partsOf(repo, first, "werf-1.2")).toMatchObject({ parts: [{ value: text }, { value: "" }] });
  });

  test("needs the label that says where to start", async () => {
    const { repo } = newRepo(files);
    await withRepository(repo, async (repository) => {
      const context = stageContext({ image, repository });
      await expect(stageOf(context, "gitLatestPatch").parts(context)).rejects.toMatchObject({
        code: "BUILD.MISSING_COMMIT_LABEL",
      });
    });
  });
});

test("a stage is suitable when HEAD goes back to its commits, and not when it is of another branch or says nothing", async () => {
  const { repo, first } = newRepo(files);
  repo.git("checkout", "--quiet", "-b", "other");
  const other = repo.commitFiles({ "web/index.js": "other" });
  repo.git("checkout", "--quiet", "main");
  const second = repo.commitFiles({ "web/index.js": "2" });
  await withRepository(repo, async (repository) => {
    const context = stageContext({ image, repository });
    const suits = (name: StageName, labels: Record<string, string>) =>
      stageOf(context, name).isSuitable(storedWith(labels), context);
    for (const name of ["gitArchive", "install", "gitCache", "gitLatestPatch"] as const) {
      const answers = [first, second, other, "1".repeat(40)].map((commit) => suits(name, labelsAt(commit, context)));
      expect(await Promise.all(answers)).toEqual([true, true, false, false]);
      expect(await suits(name, {})).toBe(false);
    }
    expect(await suits("from", {})).toBe(true);
  });
});

test("a user stage that takes over changes says so in its labels, and one that has none to take over does not", async () => {
  const { repo, first } = newRepo(files);
  const second = repo.commitFiles({ "web/index.js": "2" });
  await withRepository(repo, async (repository) => {
    const context = stageContext({ image, repository });
    const behind = { ...context, previousLabels: labelsAt(first, context) };
    const upToDate = { ...context, previousLabels: labelsAt(second, context) };
    expect(await stageOf(upToDate, "install").labels(upToDate)).toEqual({ "werf-project-repo-commit": second });
    expect(await stageOf(behind, "install").labels(behind)).toMatchObject(labelsAt(second, context));
  });
});

test("the files behind a change are those of the masks for a user stage, of the patch for gitLatestPatch", async () => {
  const { repo, first } = newRepo(files);
  repo.commitFiles({ "web/index.js": "2", "web/package-lock.json": "{}", "api.conf": "b", "other.txt": "2" });
  await withRepository(repo, async (repository) => {
    const context = stageContext({ image, repository });
    const here = { ...context, previousLabels: labelsAt(first, context) };
    expect(await changedFiles("install", here, first)).toEqual(["web/package-lock.json"]);
    expect(await changedFiles("install", here, undefined)).toEqual([]);
    expect(await changedFiles("gitLatestPatch", here, undefined)).toEqual([
      "api.conf",
      "web/index.js",
      "web/package-lock.json",
    ]);
  });
});

test("an image with mappings outside of a repository is an error that shows the mapping", async () => {
  const origin = { file: "build.ts", line: 7, column: 3 };
  const context = stageContext({ image: { ...image, git: [mappingNode({ origin })] } });
  await expect(stageOf(context, "gitArchive").labels(context)).rejects.toMatchObject({
    code: "GIT.NO_REPOSITORY",
    where: [origin],
  });
});
