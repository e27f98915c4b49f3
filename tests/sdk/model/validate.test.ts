import { describe, expect, it } from "vitest";
import {
  createDockerInstructionsNode,
  type DockerInstructionsNode,
} from "../../../sdk/model/docker-instructions-node.ts";
import { createGitMappingNode, type GitMappingNode } from "../../../sdk/model/git-mapping-node.ts";
import { graphWarnings } from "../../../sdk/model/graph-warnings.ts";
import { emptyShell } from "../../../sdk/model/image-node.ts";
import { validateGraph } from "../../../sdk/model/validate.ts";
import { graphOf, imageNode } from "./graphs.ts";

const at = (line: number) => ({ file: "build.ts", line, column: 1 });

function gitFindings(change: Partial<GitMappingNode>): readonly (readonly [code: string, message: string])[] {
  const mapping = createGitMappingNode({
    add: "/",
    to: "/app",
    includePaths: [],
    excludePaths: [],
    stageDependencies: { install: [], beforeSetup: [], setup: [] },
    ...change,
  });
  return validateGraph(graphOf([imageNode({ git: [mapping] })])).map(({ code, message }) => [code, message]);
}

function dockerFindings(
  change: Partial<DockerInstructionsNode>,
): readonly (readonly [code: string, message: string])[] {
  const docker = createDockerInstructionsNode({ volume: [], expose: [], env: {}, label: {}, ...change });
  return validateGraph(graphOf([imageNode({ docker })])).map(({ code, message }) => [code, message]);
}

describe("names", () => {
  it.each(["a", "shop", "my-shop-2", "0", "x".repeat(50)])("of projects may be %s", (name) => {
    expect(validateGraph(graphOf([imageNode()], { name }))).toEqual([]);
  });

  it.each(["", "-a", "a-", "Shop", "a_b", "a b", "ä", "x".repeat(51)])("of projects may not be %j", (name) => {
    expect(validateGraph(graphOf([imageNode()], { name, origin: at(9) }))).toEqual([
      {
        code: "GRAPH.PROJECT_NAME",
        message: `"${name}" cannot be the name of a project`,
        why: "Stages are stored under it: lower-case letters, digits and dashes between them, at most 50 characters.",
        where: [at(9)],
      },
    ]);
  });

  it.each(["a", "App", "backend/api", "go_deps", "c++1", "1.2"])("of images may be %s", (name) => {
    expect(validateGraph(graphOf([imageNode({ name })]))).toEqual([]);
  });

  it.each(["", "-p", "a b", "a*", "!a", "/a", "a/", "a\n", "x".repeat(101)])("of images may not be %j", (name) => {
    expect(validateGraph(graphOf([imageNode({ name })])).map(({ code }) => code)).toEqual(["GRAPH.IMAGE_NAME"]);
  });

  it("are there once, and all places of a name that is there twice are shown", () => {
    const images = [1, 2, 3].map((line) => imageNode({ name: line === 2 ? "other" : "app", origin: at(line) }));

    expect(validateGraph(graphOf(images)).map(({ code, where }) => [code, where])).toEqual([
      ["GRAPH.DUPLICATE_NAME", [at(1), at(3)]],
    ]);
  });
});

describe("bases", () => {
  it.each([
    "debian",
    "debian:bookworm-slim",
    "library/node:22",
    "localhost:5000/a/b__c:1",
    "Registry.Example.com/x-y.z:V1",
    `debian@sha256:${"a".repeat(64)}`,
    `sha256:${"a".repeat(64)}`,
  ])("may be %s", (reference) => {
    expect(validateGraph(graphOf([imageNode({ base: { kind: "reference", reference } })]))).toEqual([]);
  });

  it.each(["", " debian", "Debian", "debian:", "a//b", "-a", "scratch", "debian:a b"])("may not be %j", (reference) => {
    const base = { kind: "reference", reference, origin: at(2) } as const;

    expect(validateGraph(graphOf([imageNode({ base })])).map(({ code, where }) => [code, where])).toEqual([
      ["GRAPH.BASE_REFERENCE", [at(2)]],
    ]);
  });

  it("exist, or the nearest name is suggested", () => {
    const images = [imageNode({ name: "base" }), imageNode({ base: { kind: "image", image: "bsae", origin: at(3) } })];

    expect(validateGraph(graphOf(images))).toEqual([
      {
        code: "GRAPH.UNKNOWN_BASE",
        message: '"app" starts from the image "bsae", which does not exist',
        next: ['Did you mean "base"?'],
        where: [at(3)],
      },
    ]);
  });

  it("form no cycle: it is named once and in full, with the places, however many images lead into it", () => {
    const from = (name: string, image: string, line: number) =>
      imageNode({ name, base: { kind: "image", image, origin: at(line) } });
    const images = [
      from("x", "a", 1),
      from("a", "b", 2),
      from("b", "c", 3),
      from("c", "a", 4),
      from("self", "self", 5),
    ];

    expect(validateGraph(graphOf(images)).map(({ code, message, where }) => [code, message, where])).toEqual([
      ["GRAPH.CYCLE", "Images start from each other: a -> b -> c -> a", [at(2), at(3), at(4)]],
      ["GRAPH.CYCLE", "Images start from each other: self -> self", [at(5)]],
    ]);
  });
});

describe("git mappings", () => {
  it("may be all that the options allow", () => {
    expect(
      gitFindings({
        add: "/a b/c",
        to: "/",
        owner: "www-data",
        group: "0",
        includePaths: ["*.js", "**/x", "[a-z]?", "a\\*", "{a,b}", "."],
        stageDependencies: { install: ["package*.json"], beforeSetup: [], setup: ["src/"] },
      }),
    ).toEqual([]);
  });

  it.each([
    [{ add: "server" }, "GRAPH.GIT_PATH", 'add: "server" is not an absolute path, in a git mapping of "app"'],
    [{ to: "./app" }, "GRAPH.GIT_PATH", 'to: "./app" is not an absolute path, in a git mapping of "app"'],
    [{ to: "/a/../b" }, "GRAPH.GIT_PATH", 'to: "/a/../b" is not an absolute path, in a git mapping of "app"'],
    [{ includePaths: ["/a"] }, "GRAPH.MASK", 'includePaths: "/a" is not a relative mask, in a git mapping of "app"'],
    [
      { excludePaths: ["a", "../b"] },
      "GRAPH.MASK",
      'excludePaths: "../b" is not a relative mask, in a git mapping of "app"',
    ],
    [{ excludePaths: [""] }, "GRAPH.MASK", 'excludePaths: "" is not a relative mask, in a git mapping of "app"'],
    [{ includePaths: ["[a"] }, "GRAPH.MASK", 'includePaths: "[a" is a malformed mask, in a git mapping of "app"'],
    [
      { stageDependencies: { install: [], beforeSetup: [], setup: ["a{b"] } },
      "GRAPH.MASK",
      'stageDependencies.setup: "a{b" is a malformed mask, in a git mapping of "app"',
    ],
    [{ owner: "a:b" }, "GRAPH.ACCOUNT", 'owner: "a:b" is neither a name nor a number, in a git mapping of "app"'],
    [{ group: "" }, "GRAPH.ACCOUNT", 'group: "" is neither a name nor a number, in a git mapping of "app"'],
  ])("may not have %j", (change, code, message) => {
    expect(gitFindings(change)).toEqual([[code, message]]);
  });
});

describe("docker instructions", () => {
  it("may be all that the options allow", () => {
    expect(
      dockerFindings({
        volume: ["/data"],
        expose: ["1", "65535/tcp", "53/udp", "9/sctp"],
        env: { "a.b-c": "", PATH: "x" },
        label: { "com.example": "" },
        cmd: [],
        workdir: "relative",
      }),
    ).toEqual([]);
  });

  it.each([
    [{ volume: ["data"] }, "GRAPH.VOLUME", 'volume: "data" is not an absolute path below the root, in docker of "app"'],
    [{ volume: ["/"] }, "GRAPH.VOLUME", 'volume: "/" is not an absolute path below the root, in docker of "app"'],
    [{ expose: ["0"] }, "GRAPH.PORT", 'expose: "0" is not a port, in docker of "app"'],
    [{ expose: ["80", "65536"] }, "GRAPH.PORT", 'expose: "65536" is not a port, in docker of "app"'],
    [{ expose: ["80/http"] }, "GRAPH.PORT", 'expose: "80/http" is not a port, in docker of "app"'],
    [{ expose: ["1.5"] }, "GRAPH.PORT", 'expose: "1.5" is not a port, in docker of "app"'],
    [{ env: { "A=B": "" } }, "GRAPH.ENV_NAME", 'env: "A=B" cannot be the name of a variable, in docker of "app"'],
    [{ env: { "": "" } }, "GRAPH.ENV_NAME", 'env: "" cannot be the name of a variable, in docker of "app"'],
    [{ label: { " ": "" } }, "GRAPH.LABEL_NAME", 'label: a name is empty, in docker of "app"'],
    [{ workdir: "" }, "GRAPH.EMPTY_OPTION", 'workdir is empty, in docker of "app"'],
    [{ user: " " }, "GRAPH.EMPTY_OPTION", 'user is empty, in docker of "app"'],
    [{ healthcheck: "" }, "GRAPH.EMPTY_OPTION", 'healthcheck is empty, in docker of "app"'],
  ])("may not have %j", (change, code, message) => {
    expect(dockerFindings(change)).toEqual([[code, message]]);
  });
});

describe("images", () => {
  it("have no empty command", () => {
    const commands = { ...emptyShell.commands, install: [{ text: "a" }, { text: " \n", origin: at(7) }] };

    expect(validateGraph(graphOf([imageNode({ shell: { ...emptyShell, commands } })]))).toEqual([
      {
        code: "GRAPH.EMPTY_COMMAND",
        message: 'A command of the stage install of "app" is empty',
        next: ["Remove it, or see why the text that was put together here came out empty."],
        where: [at(7)],
      },
    ]);
  });

  it("that are artifacts have no docker instructions and are no results", () => {
    const docker = createDockerInstructionsNode({ volume: [], expose: [], env: {}, label: {}, origin: at(4) });

    expect(
      validateGraph(graphOf([imageNode({ artifact: true, docker, origin: at(3) })])).map(({ code, where }) => [
        code,
        where,
      ]),
    ).toEqual([
      ["GRAPH.ARTIFACT_DOCKER", [at(4)]],
      ["GRAPH.ARTIFACT_FINAL", [at(3)]],
    ]);
  });
});

describe("warnings", () => {
  it("tell what has no effect", () => {
    const mapping = createGitMappingNode({
      add: "/",
      to: "/app",
      includePaths: [],
      excludePaths: [],
      stageDependencies: { install: ["a"], beforeSetup: [], setup: ["b"] },
      origin: at(2),
    });
    const shell = {
      commands: { ...emptyShell.commands, setup: [{ text: "true" }] },
      stageCacheVersions: { beforeInstall: "1", setup: "2" },
    };
    const images = [
      imageNode({ name: "base", final: false }),
      imageNode({ git: [mapping], shell, base: { kind: "image", image: "base" }, origin: at(1) }),
      imageNode({ name: "unused", final: false, origin: at(5) }),
    ];

    expect(graphWarnings(graphOf(images)).map(({ code, message, where }) => [code, message, where])).toEqual([
      [
        "GRAPH.IDLE_STAGE_DEPENDENCIES",
        'stageDependencies.install of "app" has no effect: the stage has no commands',
        [at(2)],
      ],
      [
        "GRAPH.IDLE_CACHE_VERSION",
        'cacheVersion.beforeInstall of "app" has no effect: the stage has no commands',
        [at(1)],
      ],
      ["GRAPH.UNUSED_IMAGE", 'Nothing uses "unused", and it is not a result: it is never built unless named', [at(5)]],
    ]);
    expect(validateGraph(graphOf(images))).toEqual([]);
  });
});

it("a platform is that of the base, too", () => {
  const base = imageNode({ name: "base", platform: "linux/arm64" });
  const from = (platform?: string) =>
    imageNode({
      base: { kind: "image", image: "base", origin: at(3) },
      ...(platform === undefined ? {} : { platform }),
    });
  expect(validateGraph(graphOf([base, from("linux/arm64")]))).toEqual([]);
  expect(validateGraph(graphOf([base, from()]))).toMatchObject([
    {
      code: "GRAPH.PLATFORM",
      message: '"app" is for the platform of the run and starts from "base", which is for linux/arm64',
      where: [at(3)],
    },
  ]);
});
