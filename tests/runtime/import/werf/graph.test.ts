import { describe, expect, it } from "vitest";
import * as sdk from "../../../../sdk/index.ts";
import { importText } from "../../../support/import-text.ts";

/** Where something was written is no part of what it says. */
function withoutOrigins(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrigins);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, item]) => key !== "origin" || typeof item === "string");
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutOrigins(item)]));
}

function imagesOf(text: string): unknown {
  return withoutOrigins(importText(`project: p\nconfigVersion: 1\n---\n${text}`).graph.images);
}

describe("a werf.yaml gives the graph that a build.ts gives", () => {
  it("of an image of stages", () => {
    const made = sdk.artifact("made").from("debian:12").platform("linux/arm64").setup("mkdir /out");
    const app = sdk
      .image("app")
      .from(made)
      .fromCacheVersion("1")
      .imageCacheVersion("2.0")
      .network("none")
      .platform("linux/arm64")
      .git({
        add: "/src",
        to: "/app",
        owner: "1",
        group: "g",
        includePaths: "a",
        excludePaths: ["b", "c"],
        stageDependencies: { setup: "*" },
      })
      .git({
        url: "https://example.com/a/b",
        tag: "v1",
        to: "/b",
        basicAuth: { username: "u", password: { env: "P" } },
      })
      .cacheVersion("3")
      .cacheVersion({ install: "4" })
      .beforeInstall("a")
      .install("b", "c\nd\n")
      .import(made, { add: "/out", after: "install", stage: "setup", owner: "o", includePaths: ["x"] })
      .import("debian:12", { add: "/etc", to: "/e", before: "setup" })
      .dependencies(made, { after: "setup", env: { N: "ImageName", D: "ImageDigest" } })
      .mount({ from: "build_dir", to: "/m" })
      .mount({ fromPath: "/h", to: "/n" })
      .secret({ env: "S" })
      .secret({ file: "/a/key" })
      .secret({ id: "v", value: "w" })
      .docker({
        volume: "/v",
        expose: ["80/udp"],
        env: { A: "1" },
        label: { l: "x" },
        cmd: ["a", "b"],
        entrypoint: "c",
        workdir: "/w",
        user: "0",
        healthcheck: "CMD true",
      })
      .imageSpec({
        author: "me",
        clearCmd: true,
        removeEnv: ["X"],
        labels: { a: "b" },
        healthcheck: { test: ["NONE"], startPeriodSeconds: 3 },
      })
      .disableGitAfterPatch()
      .final(false);
    expect(
      imagesOf(`artifact: made
from: debian:12
platform: linux/arm64
shell: {setup: mkdir /out}
---
image: app
fromArtifact: made
fromCacheVersion: 1
cacheVersion: 2.0
network: none
platform: [linux/aarch64]
git:
- {url: https://example.com/a/b, tag: v1, to: /b/, basicAuth: {username: u, password: {env: P}}}
- add: /src
  to: /app
  owner: 1
  group: g
  includePaths: a
  excludePaths: [b, c]
  stageDependencies: {setup: "*"}
shell:
  cacheVersion: 3
  installCacheVersion: 4
  beforeInstall: a
  install:
  - b
  - |
    c
    d
import:
- {artifact: made, add: /out, after: install, stage: setup, owner: o, includePaths: x}
- {from: "debian:12", add: /etc, to: /e, before: setup}
dependencies:
- image: made
  after: setup
  imports: [{type: ImageName, targetEnv: N}, {type: ImageDigest, targetEnv: D}]
mount: [{from: build_dir, to: /m}, {fromPath: /h, to: /n}]
secrets: [{env: S}, {src: /a/key}, {id: v, value: w}]
docker:
  VOLUME: /v
  EXPOSE: [80/udp]
  ENV: {A: 1}
  LABEL: {l: x}
  CMD: [a, b]
  ENTRYPOINT: c
  WORKDIR: /w
  USER: 0
  HEALTHCHECK: CMD true
imageSpec:
  author: me
  config: {clearCmd: true, removeEnv: [X], labels: {a: b}, healthcheck: {test: [NONE], startperiod: 3}}
disableGitAfterPatch: true
final: false
`),
    ).toEqual(withoutOrigins([made.toNode(), app.toNode()]));
  });

  it("of a Dockerfile image", () => {
    const base = sdk.image("base").fromScratch();
    const app = sdk.dockerfile("app", {
      context: "sub",
      dockerfile: "a/Dockerfile",
      target: "t",
      args: { A: "1", B: "true", C: "420" },
      addHost: "h:1.2.3.4",
      network: "host",
      ssh: "default",
      contextAddFiles: ["x"],
      dependencies: [{ image: base, args: { T: "ImageTag" } }],
      secrets: [{ env: "S" }],
      cacheVersion: "1",
      platform: "linux/arm64",
      final: false,
    });
    expect(
      imagesOf(`image: base
from: scratch
---
image: app
context: ./sub/
dockerfile: ./a/Dockerfile
target: t
args: {A: 1, B: yes, C: 0644}
addHost: h:1.2.3.4
network: host
ssh: default
contextAddFile: [x]
dependencies: [{image: base, imports: [{type: ImageTag, targetBuildArg: T}]}]
secrets: [{env: S}]
cacheVersion: 1
platform: linux/arm64
final: false
`),
    ).toEqual(withoutOrigins([base.toNode(), app.toNode()]));
  });

  it("of Ansible tasks, by YAML 1.1", () => {
    const app = sdk
      .image("app")
      .from("a")
      .ansible({
        install: [
          { copy: { dest: "/x", content: "text", mode: 420 }, name: "task", become: true },
          { block: [{ shell: "a" }], rescue: [{ debug: { msg: "b" } }], when: "c" },
        ],
      });
    expect(
      imagesOf(`image: app
from: a
ansible:
  install:
  - {copy: {dest: /x, content: text, mode: 0644}, name: task, become: yes}
  - {block: [{shell: a}], rescue: [{debug: {msg: b}}], when: c}
`),
    ).toEqual(withoutOrigins([app.toNode()]));
  });

  it("with the project's defaults in every image, and what the project says of itself", () => {
    const { graph, report } = importText(`project: p
configVersion: 1
build: {cacheVersion: 7, platform: [linux/arm64], imageSpec: {author: me, config: {labels: {a: b}, removeLabels: [x]}}}
gitWorktree: {allowUnshallow: false}
cleanup:
  disableKubernetesBasedPolicy: true
  keepPolicies:
  - references: {tag: /v.*/, limit: {last: 3, in: 1h30m}}
    imagesPerReference: {last: -1}
deploy: {helmRelease: x}
---
image: [a, b]
from: x
imageSpec: {author: you, config: {labels: {a: c, d: e}}}
---
image: c
from: x
final: false
`);
    const common = { imageCacheVersion: "7", platform: "linux/arm64" };
    const imageSpec = { author: "me", labels: { a: "b", d: "e" }, removeLabels: ["x"] };
    expect(graph.images).toMatchObject([
      { name: "a", ...common, imageSpec },
      { name: "b", ...common, imageSpec },
      { name: "c", ...common },
    ]);
    expect(graph.images[2]).not.toHaveProperty("imageSpec");
    expect(graph.project).toMatchObject({
      name: "p",
      digests: "werf-1.2",
      allowUnshallow: false,
      cleanup: {
        keepImagesBuiltWithinLastNHours: 2,
        keepPolicies: [
          {
            references: {
              type: "tag",
              pattern: { kind: "regexp", source: "v.*", flags: "" },
              limit: { last: 3, inMs: 5_400_000, operator: "And" },
            },
            imagesPerReference: { last: -1, operator: "And" },
          },
        ],
      },
    });
    expect(
      report.filter(({ kind }) => kind === "left-out").map(({ what, where }) => `${what} ${where[0]?.line}`),
    ).toEqual(["cleanup.disableKubernetesBasedPolicy 6", "deploy 10"]);
  });

  it("in which an image is for one of several platforms, and the report says for which and where", () => {
    const several =
      "project: p\nconfigVersion: 1\n---\nimage: a\nfrom: x\nplatform: [linux/arm64, linux/amd64, linux/arm/v7]\n";
    const { graph, report } = importText(several);
    expect(graph.images[0]?.platform).toBe("linux/amd64");
    expect(report.filter(({ kind }) => kind === "approximated")).toEqual([
      {
        kind: "approximated",
        what: "platform",
        of: 'image "a"',
        message:
          "an image is built for one platform: linux/amd64; build the others (linux/arm64, linux/arm/v7) with a second image",
        where: [{ file: "werf.yaml", line: 6, column: 1 }],
      },
    ]);
  });

  it("in which the only image without a name has that of the project", () => {
    expect(importText("project: p\nconfigVersion: 1\n---\nimage: ~\nfrom: x").graph.images[0]?.name).toBe("p");
  });

  it("in which a base that is an image counts before one of a registry", () => {
    expect(imagesOf("image: b\nfrom: a\n---\nimage: a\nfrom: a")).toMatchObject([
      { base: { kind: "image", image: "a" } },
      { base: { kind: "reference", reference: "a" } },
    ]);
    expect(imagesOf("image: a\nfrom: a\nfinal: true")).toMatchObject([{ base: { reference: "a:latest" } }]);
  });

  it("whose places are those of the werf.yaml", () => {
    const { graph } = importText(
      "project: p\nconfigVersion: 1\n---\nimage: a\nfrom: x\nshell:\n  setup:\n  - one\n  - two\n",
    );
    expect(graph.images[0]).toMatchObject({
      origin: { file: "werf.yaml", line: 4, column: 1 },
      base: { origin: { line: 5, column: 1 } },
      shell: { commands: { setup: [{ origin: { line: 8, column: 5 } }, { origin: { line: 9, column: 5 } }] } },
    });
  });
});
