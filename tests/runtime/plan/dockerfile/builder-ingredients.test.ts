import { describe, expect, test } from "vitest";
import { builderIngredients } from "../../../../runtime/plan/dockerfile/builder-ingredients.ts";
import { findTarget } from "../../../../runtime/plan/dockerfile/find-stage.ts";
import { externalImages } from "../../../../runtime/plan/dockerfile/needed-stages.ts";
import { parseDockerfile } from "../../../../runtime/plan/dockerfile/parse-dockerfile.ts";

interface Options {
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly triggers?: ReadonlyMap<string, readonly string[]>;
}

function evaluate(text: string, { target, args = {}, triggers }: Options) {
  const dockerfile = parseDockerfile(text, "Dockerfile");
  const stage = findTarget(dockerfile, target);
  if (stage === undefined) throw new Error(`no stage ${target}`);
  const evaluation = {
    dockerfile,
    path: "Dockerfile",
    args: new Map(Object.entries(args)),
    platform: "linux/amd64",
    ...(triggers === undefined ? {} : { triggers }),
  };
  return { evaluation, stage };
}

/** What the digest is made of, without the lines, which are no part of it. */
function list(lines: readonly string[], options: Options = {}): readonly string[] {
  const { evaluation, stage } = evaluate(lines.join("\n"), options);
  return builderIngredients(evaluation, stage).map((one) =>
    one.kind === "files"
      ? `${one.name}: ${one.masks.join(" ")}`
      : `${one.part.name}: ${"value" in one.part ? one.part.value : ""}`,
  );
}

const example = [
  "FROM base AS build",
  "ARG VERSION",
  "COPY src src",
  "RUN make",
  "FROM base AS test",
  "RUN make test",
  "FROM slim",
  "COPY --from=build /out /out",
];

describe("what the target is made of", () => {
  test("is the stages that it needs", () => {
    expect(list(example, { args: { VERSION: "1", OTHER: "2" } })).toEqual([
      "base image: base",
      'instruction 1: ["ARG",[],"VERSION",[]]',
      "build arg VERSION: 1",
      'instruction 2: ["COPY",[],"src src",[]]',
      "files of COPY src src: src",
      'instruction 3: ["RUN",[],"make",[]]',
      "base image: slim",
      'instruction 4: ["COPY",[["from","stage 1"]],"/out /out",[]]',
    ]);
  });

  test("stays the same with comments, empty lines, other spaces, other names of stages, and stages that are not needed", () => {
    const changed = [
      "# a comment",
      "FROM other AS unused",
      "RUN false",
      "",
      "FROM base AS compile",
      "arg   VERSION",
      "COPY src src",
      "# another",
      "RUN make",
      "FROM slim",
      "COPY --from=Compile /out /out",
    ];
    expect(list(changed)).toEqual(list(example));
  });

  test.for<readonly [string, (lines: string[]) => void]>([
    ["a command", (lines) => (lines[3] = "RUN make all")],
    ["a base image", (lines) => (lines[6] = "FROM slim:2")],
    ["an instruction of a stage that is copied from", (lines) => lines.splice(3, 0, "USER node")],
    ["the stage that is copied from", (lines) => (lines[7] = "COPY --from=test /out /out")],
    ["the source of a copy", (lines) => (lines[2] = "COPY src/a src")],
  ])("is another with %s", ([, change]) => {
    const changed = [...example];
    change(changed);
    expect(list(changed)).not.toEqual(list(example));
  });

  test("is another with a build argument that reaches it, as a base image, too, and not with any other", () => {
    const lines = ["ARG BASE=a", "FROM ${BASE}", "ARG WITH=1", "RUN true"];
    expect(list(lines, { args: { BASE: "b", WITH: "2", OTHER: "3" } })).toEqual([
      "base image: b",
      'instruction 1: ["ARG",[],"WITH=1",[]]',
      "build arg WITH: 2",
      'instruction 2: ["RUN",[],"true",[]]',
    ]);
  });

  test("holds the texts of heredocs", () => {
    expect(list(["FROM a", "RUN <<EOF", "echo $X", "EOF", "COPY <<EOF file /dst/", "text", "EOF"])).toEqual([
      "base image: a",
      'instruction 1: ["RUN",[],"<<EOF",["echo $X\\n"]]',
      'instruction 2: ["COPY",[],"<<EOF file /dst/",["text\\n"]]',
      "files of COPY <<EOF file /dst/: file",
    ]);
  });

  test("holds what ONBUILD of an image from elsewhere does, its files included", () => {
    const triggers = new Map([["node", ["COPY package.json /app/", "RUN npm ci"]]]);
    expect(list(["FROM node AS one", "FROM node", "RUN make"], { triggers })).toEqual([
      "base image: node",
      'instruction 1: ["COPY",[],"package.json /app/",[]]',
      "files of COPY package.json /app/: package.json",
      'instruction 2: ["RUN",[],"npm ci",[]]',
      'instruction 3: ["RUN",[],"make",[]]',
    ]);
  });

  test("holds what ONBUILD of an earlier stage does in the next one, its files included", () => {
    expect(list(["FROM a AS parent", "ENV DIR=src", "ONBUILD COPY $DIR /dst", "FROM parent"])).toEqual([
      "base image: a",
      'instruction 1: ["ENV",[],"DIR=src",[]]',
      'instruction 2: ["ONBUILD",[],"COPY $DIR /dst",[]]',
      "base image: stage 1",
      'instruction 3: ["COPY",[],"$DIR /dst",[]]',
      "files of COPY $DIR /dst: src",
    ]);
  });

  test("holds the files that a command mounts", () => {
    expect(list(["FROM a", "RUN --mount=target=/src,source=lib --mount=type=cache,target=/c make"])).toContain(
      "files of RUN --mount=target=/src,source=lib --mount=type=cache,target=/c make: lib",
    );
  });
});

test("images from elsewhere are the bases and sources of the stages that the target needs", () => {
  const lines = [
    "ARG TAG=1",
    "FROM base:${TAG} AS build",
    "FROM unused",
    "FROM scratch AS last",
    "COPY --from=build /a /",
    "COPY --from=tools:2 /b /",
    "RUN --mount=from=mounted,target=/m true",
  ];
  const { evaluation, stage } = evaluate(lines.join("\n"), { target: "last" });
  expect(externalImages(evaluation, stage)).toEqual(
    ["base:1", "tools:2", "mounted"].map((reference) => ({ reference, isForTarget: true })),
  );
});
