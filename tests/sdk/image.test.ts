import { describe, expect, it } from "vitest";
import { artifact, image, project } from "../../sdk/index.ts";
import { canonicalJson } from "../../sdk/model/canonical-json.ts";

/** A node without the places of its calls. */
function plain(value: { toNode(): unknown }): unknown {
  return JSON.parse(JSON.stringify(value.toNode(), (key, item) => (key === "origin" ? undefined : item)));
}

const noStages = { beforeInstall: [], install: [], beforeSetup: [], setup: [] };

/** Lists that are empty where nothing is said. */
const nothingMore = { imports: [], dependencies: [], mounts: [], secrets: [] };

describe("image", () => {
  it("describes everything that was said, as plain data", () => {
    const app = image("app")
      .from("debian:bookworm-slim")
      .fromCacheVersion("base 1")
      .beforeInstall("apt-get update")
      .git({
        add: "/server/",
        to: "/app/",
        owner: "node",
        group: "1000",
        includePaths: "src",
        excludePaths: ["**/*.md", "tmp"],
        stageDependencies: { install: "package*.json", setup: ["src/**", "conf"] },
      })
      .install("cd /app", "npm ci")
      .beforeSetup("npm run build")
      .setup("date > /built")
      .cacheVersion("all")
      .cacheVersion({ install: "i1", setup: "s1" })
      .docker({ workdir: "/app", user: "node", cmd: ["node", "server.js"], expose: 8080 })
      .final(false);

    expect(plain(app)).toEqual({
      kind: "image",
      ...nothingMore,
      name: "app",
      artifact: false,
      final: false,
      base: { kind: "reference", reference: "debian:bookworm-slim" },
      fromCacheVersion: "base 1",
      shell: {
        commands: {
          beforeInstall: [{ text: "apt-get update" }],
          install: [{ text: "cd /app" }, { text: "npm ci" }],
          beforeSetup: [{ text: "npm run build" }],
          setup: [{ text: "date > /built" }],
        },
        cacheVersion: "all",
        stageCacheVersions: { install: "i1", setup: "s1" },
      },
      git: [
        {
          kind: "git-mapping",
          add: "/server",
          to: "/app",
          owner: "node",
          group: "1000",
          includePaths: ["src"],
          excludePaths: ["**/*.md", "tmp"],
          stageDependencies: { install: ["package*.json"], beforeSetup: [], setup: ["src/**", "conf"] },
        },
      ],
      docker: {
        kind: "docker-instructions",
        volume: [],
        expose: ["8080"],
        env: {},
        label: {},
        cmd: ["node", "server.js"],
        workdir: "/app",
        user: "node",
      },
    });
  });

  it("leaves out what was not said", () => {
    expect(plain(image("app").fromScratch())).toEqual({
      kind: "image",
      ...nothingMore,
      name: "app",
      artifact: false,
      final: true,
      base: { kind: "scratch" },
      shell: { commands: noStages, stageCacheVersions: {} },
      git: [],
    });
    expect(
      Object.keys(image("app").from("debian").docker({ cmd: undefined, user: undefined }).toNode().docker ?? {}),
    ).toEqual(expect.not.arrayContaining(["cmd", "user", "entrypoint", "workdir", "healthcheck"]));
  });

  it("refers to its base by value and names it in the description", () => {
    const base = artifact("base").from("debian");
    const app = image("app").from(base).install("true");

    expect(app.references()).toEqual([base]);
    expect(app.toNode().base).toMatchObject({ kind: "image", image: "base" });
    expect(base.references()).toEqual([]);
  });

  it("adds up the commands, mappings and instructions of several calls", () => {
    const node = image("app")
      .from("debian")
      .install("a")
      .install()
      .install("b", "c")
      .git({ to: "/a" })
      .git({ to: "/b" })
      .cacheVersion({ install: "1" })
      .cacheVersion({ install: "2", setup: "3" })
      .docker({ env: { A: "1", B: "1" }, expose: [80, "53/udp"], volume: "/data", cmd: "first", user: "node" })
      .docker({ env: { B: "2" }, expose: "80", volume: ["/data", "/cache"], cmd: ["second"] })
      .toNode();

    expect(node.shell.commands.install.map(({ text }) => text)).toEqual(["a", "b", "c"]);
    expect(node.git.map(({ to }) => to)).toEqual(["/a", "/b"]);
    expect(node.shell.stageCacheVersions).toEqual({ install: "2", setup: "3" });
    expect(node.docker).toMatchObject({
      env: { A: "1", B: "2" },
      expose: ["80", "53/udp"],
      volume: ["/data", "/cache"],
      cmd: ["second"],
      user: "node",
    });
  });

  it("is never changed by a method: one value is the start of several images", () => {
    const start = image("app").from("debian").install("a");
    const before = canonicalJson(start.toNode());

    const one = start.install("b").docker({ cmd: "x" });
    const two = start.setup("c").final(false).git({ to: "/c" }).cacheVersion("1").fromCacheVersion("2");

    expect(canonicalJson(start.toNode())).toBe(before);
    expect(one.toNode().shell.commands).toMatchObject({ install: [{ text: "a" }, { text: "b" }], setup: [] });
    expect(two.toNode().shell.commands).toMatchObject({ install: [{ text: "a" }], setup: [{ text: "c" }] });
  });

  it("is frozen all the way down, and takes no notice of lists that change later", () => {
    const masks = ["a"];
    const app = image("app")
      .from("debian")
      .git({ to: "/a", includePaths: masks })
      .docker({ env: { A: "1" } });
    masks.push("b");

    expect(app.toNode().git[0]?.includePaths).toEqual(["a"]);
    for (const value of [
      app,
      app.toNode(),
      app.toNode().git,
      app.toNode().git[0]?.includePaths,
      app.toNode().docker?.env,
    ]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });

  it("knows where each call was made, also outside a load and through native code", () => {
    const [first] = ["a"].map(image);
    const based = first?.from("debian");
    const node = based?.install("x").toNode();

    const places = [node?.origin, node?.base.origin, node?.shell.commands.install[0]?.origin];
    expect(places.map((origin) => origin?.file.endsWith("tests/sdk/image.test.ts"))).toEqual([true, true, true]);
    expect(places.map((origin) => (origin?.line ?? 0) - (node?.origin?.line ?? 0))).toEqual([0, 1, 2]);
  });
});

describe("artifact", () => {
  it("is described as an artifact that is no result", () => {
    expect(plain(artifact("tools").from("debian").install("make"))).toEqual({
      kind: "image",
      ...nothingMore,
      name: "tools",
      artifact: true,
      final: false,
      base: { kind: "reference", reference: "debian" },
      shell: { commands: { ...noStages, install: [{ text: "make" }] }, stageCacheVersions: {} },
      git: [],
    });
  });
});

describe("project", () => {
  it("is described with its defaults", () => {
    expect(plain(project("shop"))).toEqual({ kind: "project", name: "shop", digests: "builder", allowUnshallow: true });
    expect(plain(project("shop", { digests: "werf-1.2", allowUnshallow: false }))).toEqual({
      kind: "project",
      name: "shop",
      digests: "werf-1.2",
      allowUnshallow: false,
    });
  });
});

describe("healthcheck", () => {
  const textOf = (healthcheck: Parameters<ReturnType<typeof app>["docker"]>[0]["healthcheck"]) =>
    app().docker({ healthcheck }).toNode().docker?.healthcheck;
  const app = () => image("app").from("debian");

  it("keeps the text of a Dockerfile", () => {
    expect(textOf("NONE")).toBe("NONE");
    expect(textOf("--retries=2 CMD true")).toBe("--retries=2 CMD true");
  });

  it("is lowered to that text", () => {
    expect(textOf({ test: "curl -f http://localhost/ || exit 1" })).toBe("CMD curl -f http://localhost/ || exit 1");
    expect(textOf({ test: ["curl", 'a "b"'], interval: "1.5m", timeout: "500ms", startPeriod: "1h", retries: 3 })).toBe(
      '--interval=1.5m --start-period=1h --timeout=500ms --retries=3 CMD ["curl","a \\"b\\""]',
    );
  });
});
