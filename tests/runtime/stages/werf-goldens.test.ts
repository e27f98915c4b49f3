import { afterAll, expect, test } from "vitest";
import { sha3_224hash, sha256, sha256hash } from "../../../runtime/plan/digest.ts";
import { getProfile } from "../../../runtime/plan/digest-profile.ts";
import { group, leaf, type Part } from "../../../runtime/plan/part.ts";
import { dependenciesText } from "../../../runtime/plan/werf-profile.ts";
import { stagesOf } from "../../../runtime/stages/image-stages.ts";
import type { StageContext } from "../../../runtime/stages/stage.ts";
import { createGitRepo } from "../../support/git-repo.ts";
import { imageNode, instructionsNode, mappingNode, shellNode } from "../../support/image-node.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";
import { stageContext, withRepository } from "../../support/stage-context.ts";

/**
 * The image `signature-shell` of werf's own test and the digests it expects there. They are of the v1.1 line, whose stages
 * hash the same things under another constant. Mounts and imports are not builder's yet: their parts are written out.
 */
const image = imageNode({
  fromCacheVersion: "test",
  shell: shellNode(
    { beforeInstall: ["date"], install: ["true"], beforeSetup: ["date"], setup: ["true"] },
    {
      cacheVersion: "test",
      stageCacheVersions: { beforeInstall: "test", install: "test", beforeSetup: "test", setup: "test" },
    },
  ),
  git: [
    mappingNode({
      owner: "user",
      group: "group",
      includePaths: ["a", "b", "c"],
      excludePaths: ["a/a", "a/b", "a/c"],
      stageDependencies: { install: ["a"], beforeSetup: ["b"], setup: ["c"] },
    }),
  ],
  docker: instructionsNode({
    volume: ["volume"],
    expose: ["80"],
    env: { test: "test" },
    label: { test: "test" },
    entrypoint: "cmd",
    cmd: "cmd",
    workdir: "/root",
    user: "test",
    healthcheck: "CMD true",
  }),
});

const commits = sha256hash("6f7900edaed382c6b5142ece10c9695146f564d8");

const imported = (() => {
  const from = sha3_224hash("1.1", "from", sha256hash("alpine"));
  const install = sha3_224hash(
    "1.1",
    "install",
    sha256hash(sha256hash("mkdir -p /test /test2"), sha256hash()),
    from,
    "",
  );
  return sha3_224hash("1.1", "imageStages", "", install, sha256hash());
})();

const mounts = [".", "/build", "build_dir", ".", "/tmp", "tmp_dir", "/tmp/test", "/from", "custom_dir"];
const importLists = ["a", "b", "c", "a/a", "a/b", "a/c"];

/** In the order of the pipeline; the value of each enters the next. */
const expected = {
  from: "4c102ca0d0645f3ba5def446ddebeeec76adffe91264b678507037bd",
  beforeInstall: "4dbbb84d19fcda50b578576c221d14e1b296a2e0437dd44356b4f86f",
  importsBeforeInstall: "a83bed392f696e0c6e2f15014706f93aa1a60bacfa52935bd6a22887",
  gitArchive: "417f06df5f1434365e23943f8bc75b6fc8117f48fc124631ceed3c26",
  install: "c91779d2713c9cb4f7559d0b6356968ee0de1e026849269db10ff16b",
  beforeSetup: "b60efd01e74f1567e427dadadd8f7ab8afa593e6979417864ede004e",
  setup: "2bd3f896c6c0081261961ee72631e4042b983ec8ddde05bcdb6c3b29",
  importsAfterSetup: "f94feaa781d594c2e33c450f85527704e8f0395bb3ad8b02ad892bdf",
  dockerInstructions: "5b472b016aa6d05fea9e8b7e8410a43cadfd7832db522fb14460a688",
} as const;

const repo = createGitRepo();
afterAll(() => repo.dispose());
repo.commitFiles({ unrelated: "no mask matches this file" });

async function dependencies(stage: string, context: StageContext): Promise<string> {
  const found = stagesOf(context.image, context.profile).find(({ name }) => name === stage);
  if (found === undefined) throw new Error(`no stage ${stage}`);
  return dependenciesText(await found.parts(context));
}

test("the digests of werf's own pipeline come out, stage by stage", async () => {
  const actual = await withRepository(repo, async (repository) => {
    const context = stageContext({ image, repository, profile: getProfile("werf-1.2") });
    const from = group("from", [
      leaf("cache version", "test"),
      ...mounts.map((text) => leaf("mount", text)),
      leaf("base", "alpine"),
    ]);
    const digests: Record<string, string> = {};
    let chained: readonly string[] = [];
    const add = (name: string, text: string, handsOn: string): void => {
      const digest = sha3_224hash("1.1", name, text, ...chained);
      digests[name] = digest;
      chained = [digest, handsOn];
    };
    add("from", dependenciesText(from), "");
    add("beforeInstall", await dependencies("beforeInstall", context), "");
    add("importsBeforeInstall", sha256hash(imported, "/test", "/test", "test", "test", ...importLists), "");
    add("gitArchive", await dependencies("gitArchive", context), commits);
    add("install", await dependencies("install", context), commits);
    add("beforeSetup", await dependencies("beforeSetup", context), commits);
    add("setup", await dependencies("setup", context), commits);
    add("importsAfterSetup", sha256hash(imported, "/test2", "/test2", "test", "test", ...importLists), "");
    add("dockerInstructions", await dependencies("dockerInstructions", context), "");
    return digests;
  });
  expect(actual).toEqual(expected);
});

test("an image that starts from that one comes out", () => {
  const content = sha3_224hash("1.1", "imageStages", "", expected.dockerInstructions, "");
  const from = group("from", [leaf("base image of this project", content)]);
  expect(sha3_224hash("1.1", "from", dependenciesText(from))).toBe(
    "ec92ec7f41214433b845eba1feb0cb120c8bad981487832a6f54cbd2",
  );
});

test("the base enters as it is written, a base of the graph as its content, scratch as a word", async () => {
  const text = (some: Partial<StageContext>) =>
    dependencies("from", stageContext({ profile: getProfile("werf-1.2"), ...some }));
  const content = sha3_224hash("x");
  expect(await text({ image: imageNode({ fromCacheVersion: "1" }) })).toBe(sha256hash("1", "alpine"));
  expect(await text({ image: imageNode({ base: { kind: "scratch" } }) })).toBe(
    "5a9cb6b54ea56d52a69891af8c21afb73d3841611bbabb5d7c61312d81e6e041",
  );
  const child = imageNode({ base: { kind: "image", image: "base" } });
  expect(await text({ image: child, baseContentDigest: content })).toBe(sha256hash(content));
});

test("the dependencies of an image without git are the hash of nothing", async () => {
  const context = stageContext({
    image: imageNode({ shell: shellNode({ install: ["echo install"] }) }),
    profile: getProfile("werf-1.2"),
  });
  expect(await dependencies("install", context)).toBe(sha256hash(sha256hash("echo install"), sha256hash()));
});

/** How a known value is put together (`meaning` in the file). */
type Recipe =
  | string
  | { readonly sha256: readonly Recipe[] }
  | { readonly sha3_224: readonly Recipe[] }
  | { readonly sha256raw: readonly Recipe[] }
  | { readonly json: unknown };

interface Digests {
  readonly cases: readonly { readonly id: string; readonly expr: Recipe; readonly expected: string }[];
}

const vectors = readSharedVectors<Digests>("werf/digests.json");

/** Groups of the werf profile hash as the recipes do; so the recipes can be written as parts. */
function toPart(recipe: Recipe): Part {
  if (typeof recipe === "string") return leaf("text", recipe);
  if ("sha256" in recipe) return group("hash", recipe.sha256.map(toPart));
  if ("json" in recipe) return leaf("json", JSON.stringify(recipe.json));
  if ("sha256raw" in recipe)
    return leaf("raw", sha256(recipe.sha256raw.map((one) => dependenciesText(toPart(one))).join("")));
  return leaf("digest", sha3_224hash(...recipe.sha3_224.map((one) => dependenciesText(toPart(one)))));
}

test.skipIf(vectors === undefined)("every known value comes out of its recipe, those of later stages too", () => {
  const cases = vectors?.cases ?? [];
  const actual = cases.map(({ id, expr }) => [id, dependenciesText(toPart(expr))]);
  expect(actual).toEqual(cases.map(({ id, expected: value }) => [id, value]));
});

interface FromCases {
  readonly cases: readonly { readonly name: string; readonly args: readonly string[]; readonly expected: string }[];
}

const fromVectors = readSharedVectors<FromCases>("werf/stage-from.json");

test.skipIf(fromVectors === undefined)("the rows of werf's test of the stage from come out", () => {
  const cases = fromVectors?.cases ?? [];
  const text = (args: readonly string[]) =>
    dependenciesText(
      group(
        "from",
        args.map((arg) => leaf("argument", arg)),
      ),
    );
  expect(cases.map(({ name, args }) => [name, text(args)])).toEqual(
    cases.map(({ name, expected: value }) => [name, value]),
  );
});
