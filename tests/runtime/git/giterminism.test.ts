import { describe, expect, test } from "vitest";
import { type GatedFile, requireGiterminism } from "../../../runtime/git/giterminism.ts";
import { createBuildGraph } from "../../../sdk/model/build-graph.ts";
import { type GiterminismNode, strictGiterminism } from "../../../sdk/model/giterminism-node.ts";
import type { ImageNode } from "../../../sdk/model/image-node.ts";
import { createMountNode } from "../../../sdk/model/mount-node.ts";
import { createProjectNode } from "../../../sdk/model/project-node.ts";
import { createSecretNode } from "../../../sdk/model/secret-node.ts";
import { dockerfileNode } from "../../support/dockerfile-node.ts";
import { imageNode, mappingNode } from "../../support/image-node.ts";

/** What is refused of an image and of variables that were read, each as `CODE: option that allows it`. */
function refused(
  image: Partial<ImageNode>,
  allowed: Partial<GiterminismNode> = {},
  environment: string[] = [],
): string[] {
  return refusedOf({
    graph: graphOf([imageNode(image)], allowed),
    environment: environment.map((name) => ({ name, isSet: true })),
  });
}

function graphOf(images: GatedFile["graph"]["images"], allowed: Partial<GiterminismNode>): GatedFile["graph"] {
  const giterminism = { ...strictGiterminism, ...allowed };
  return createBuildGraph({
    project: createProjectNode({ name: "shop", digests: "builder", allowUnshallow: true, giterminism }),
    images,
  });
}

function refusedOf(file: GatedFile): string[] {
  try {
    requireGiterminism(file);
    return [];
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "next" in error && Array.isArray(error.next))) throw error;
    const option = /giterminism: \{ (.*) \} \}\)$/.exec(String(error.next[0]))?.[1];
    return [`${error.code}: ${option}`];
  }
}

const secret = (source: Parameters<typeof createSecretNode>[0]["source"]) => ({
  secrets: [createSecretNode({ id: "token", source })],
});

describe("without a word in the project", () => {
  test.each<[what: string, image: Partial<ImageNode>, environment: string[], refusal: string]>([
    ["a variable that is set", {}, ["CI"], 'GITERMINISM.ENV: env: "CI"'],
    ["fromLatest", { fromLatest: true }, [], "GITERMINISM.FROM_LATEST: fromLatest: true"],
    [
      "a branch of another repository",
      { git: [mappingNode({ remote: { url: "https://example.com/a/b", branch: "main" } })] },
      [],
      "GITERMINISM.GIT_BRANCH: gitBranch: true",
    ],
    [
      "the default branch of another repository",
      { git: [mappingNode({ remote: { url: "https://example.com/a/b" } })] },
      [],
      "GITERMINISM.GIT_BRANCH: gitBranch: true",
    ],
    [
      "a directory that is kept",
      { mounts: [createMountNode({ type: "build_dir", to: "/cache" })] },
      [],
      "GITERMINISM.MOUNT: mounts: { buildDir: true }",
    ],
    [
      "a directory of the host",
      { mounts: [createMountNode({ type: "custom_dir", fromPath: "~/.cache/go", to: "/cache" })] },
      [],
      'GITERMINISM.MOUNT: mounts: { fromPaths: "~/.cache/go" }',
    ],
    ["a secret variable", secret({ kind: "env", name: "TOKEN" }), [], 'GITERMINISM.SECRET: secrets: { env: "TOKEN" }'],
    [
      "a secret file",
      secret({ kind: "file", path: "~/.npmrc" }),
      [],
      'GITERMINISM.SECRET: secrets: { files: "~/.npmrc" }',
    ],
    ["a secret value", secret({ kind: "value", value: "s3cret" }), [], 'GITERMINISM.SECRET: secrets: { ids: "token" }'],
  ])("%s is refused, and the error says what allows it", (_what, image, environment, refusal) => {
    expect(refused(image, {}, environment)).toEqual([refusal]);
  });

  test("tags, commits and empty directories are part of what is known", () => {
    const git = [
      mappingNode({ remote: { url: "https://example.com/a/b", tag: "v1" } }),
      mappingNode({ remote: { url: "https://example.com/a/b", commit: "0123456789012345678901234567890123456789" } }),
    ];
    expect(refused({ git, mounts: [createMountNode({ type: "tmp_dir", to: "/tmp/x" })] })).toEqual([]);
  });

  test("a variable that is not set brings nothing in", () => {
    const environment = [{ name: "CI", isSet: false }];
    expect(refusedOf({ graph: graphOf([imageNode()], {}), environment })).toEqual([]);
  });

  test("files of the work tree are not added to the context of a Dockerfile", () => {
    const graph = (allowed: Partial<GiterminismNode>) =>
      graphOf([dockerfileNode({ context: "api", contextAddFiles: ["dist/app.jar"] })], allowed);
    expect(refusedOf({ graph: graph({}), environment: [] })).toEqual([
      'GITERMINISM.CONTEXT_ADD_FILES: contextAddFiles: "api/dist/app.jar"',
    ]);
    expect(refusedOf({ graph: graph({ contextAddFiles: ["api/dist"] }), environment: [] })).toEqual([]);
  });
});

test("a tag that says nothing of the image needs leave, one that names its content does not", () => {
  const withTags = (allowed: Partial<GiterminismNode>, ...customTags: string[]) =>
    refusedOf({ graph: graphOf([imageNode()], allowed), environment: [], customTags });
  expect(withTags({}, "%image%-%image_content_based_tag%")).toEqual([]);
  expect(withTags({}, "%image%-latest")).toEqual(["GITERMINISM.CUSTOM_TAG: customTags: true"]);
  expect(withTags({ customTags: true }, "%image%-latest")).toEqual([]);
});

describe("what the project names is allowed", () => {
  test.each<[what: string, image: Partial<ImageNode>, environment: string[], allowed: Partial<GiterminismNode>]>([
    ["a variable by its name", {}, ["CI"], { env: ["CI"] }],
    ["variables by a pattern", {}, ["RELEASE_1", "RELEASE_2"], { env: ["/RELEASE_[0-9]/"] }],
    ["fromLatest", { fromLatest: true }, [], { fromLatest: true }],
    ["a branch", { git: [mappingNode({ remote: { url: "https://example.com/a/b" } })] }, [], { gitBranch: true }],
    [
      "a directory that is kept",
      { mounts: [createMountNode({ type: "build_dir", to: "/cache" })] },
      [],
      { mounts: { buildDir: true, fromPaths: [] } },
    ],
    [
      "a directory of the host by a mask",
      { mounts: [createMountNode({ type: "custom_dir", fromPath: "/var/cache/apt", to: "/cache" })] },
      [],
      { mounts: { buildDir: false, fromPaths: ["/var/cache/*"] } },
    ],
    [
      "a secret variable",
      secret({ kind: "env", name: "TOKEN" }),
      [],
      { secrets: { env: ["TOKEN"], files: [], ids: [] } },
    ],
    [
      "a secret file",
      secret({ kind: "file", path: "~/.npmrc" }),
      [],
      { secrets: { env: [], files: ["~/.npmrc"], ids: [] } },
    ],
    [
      "a secret value",
      secret({ kind: "value", value: "s3cret" }),
      [],
      { secrets: { env: [], files: [], ids: ["token"] } },
    ],
  ])("%s", (_what, image, environment, allowed) => {
    expect(refused(image, allowed, environment)).toEqual([]);
  });

  test("and nothing else: a pattern must match the whole name, a name is no pattern", () => {
    expect(refused({}, { env: ["/RELEASE_[0-9]/", "C."] }, ["RELEASE_12"])).toEqual([
      'GITERMINISM.ENV: env: "RELEASE_12"',
    ]);
    expect(refused({}, { env: ["C."] }, ["CI"])).toEqual(['GITERMINISM.ENV: env: "CI"']);
  });
});

test("all findings are told at once, with their places and without the value of a secret", () => {
  const origin = { file: "build.ts", line: 3, column: 2 };
  const image = imageNode({
    fromLatest: true,
    secrets: [createSecretNode({ id: "token", source: { kind: "value", value: "s3cret" }, origin })],
  });
  const file = {
    graph: graphOf([image], {}),
    environment: [{ name: "CI", isSet: true, where: [{ ...origin, line: 9 }] }],
  };
  expect(() => requireGiterminism(file)).toThrow(
    expect.objectContaining({
      code: "GITERMINISM.ENV",
      message: "the environment variable CI is not allowed: it is not part of the commit",
      where: [{ ...origin, line: 9 }],
      why: [
        `also GITERMINISM.FROM_LATEST: fromLatest() of image "${image.name}" is not allowed: it is not part of the commit`,
        'also GITERMINISM.SECRET: the value of the secret "token" is not allowed: it is not part of the commit build.ts:3:2',
      ].join("\n"),
      next: [
        'allow it: project("shop", { giterminism: { env: "CI" } })',
        "add --loose-giterminism to build without this check",
      ],
    }),
  );
});
