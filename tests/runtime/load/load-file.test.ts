import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { stagedImages } from "../../support/staged-images.ts";
import { createProject } from "./load-project.ts";

const app = 'export const app = image("app").from("debian:bookworm-slim")';

describe("loadFile", () => {
  it("evaluates build.ts and collects what it exports, with the place of every call", async () => {
    const project = createProject({
      "build.ts": `import { image, project } from "builder";

type Stage = "install";
const stage: Stage = "install" as const;

export const app = image("app")
  .from("debian:bookworm-slim")
  .git({ to: "/app" })
  [stage]("npm ci", "npm run build");

export default project("my-shop");
`,
    });

    const loaded = await project.load();

    const at = (line: number, column: number) => ({ file: "build.ts", line, column });
    expect(loaded).toEqual({
      file: join(project.folder, "build.ts"),
      environment: [],
      inputs: [join(project.folder, "build.ts")],
      graph: {
        schemaVersion: 1,
        project: { kind: "project", name: "my-shop", digests: "builder", allowUnshallow: true, origin: at(11, 16) },
        images: [
          {
            kind: "image",
            imports: [],
            dependencies: [],
            mounts: [],
            secrets: [],
            name: "app",
            artifact: false,
            final: true,
            base: { kind: "reference", reference: "debian:bookworm-slim", origin: at(7, 4) },
            shell: {
              commands: {
                beforeInstall: [],
                install: [
                  { text: "npm ci", origin: at(9, 9) },
                  { text: "npm run build", origin: at(9, 9) },
                ],
                beforeSetup: [],
                setup: [],
              },
              stageCacheVersions: {},
            },
            git: [
              {
                kind: "git-mapping",
                add: "/",
                to: "/app",
                includePaths: [],
                excludePaths: [],
                stageDependencies: { install: [], beforeSetup: [], setup: [] },
                origin: at(8, 4),
              },
            ],
            origin: at(6, 20),
          },
        ],
        pipelines: [],
        workflows: [],
      },
    });
  });

  it("takes syntax that only TypeScript has", async () => {
    const project = createProject({
      "build.ts": `import { type Image, image } from "builder";
enum Tag { Slim = "debian:bookworm-slim" }
interface Options { readonly name: string }
function make<T extends Options>(options: T): Image { return image(options.name).from(Tag.Slim)!; }
export const app = make({ name: "app" } satisfies Options) as Image;
declare const nothing: unique symbol;
namespace Names { export const value = "x"; }
export const label = Names.value;
`,
    });

    const { graph } = await project.load();

    expect(stagedImages(graph).map(({ name, base }) => [name, base.kind === "reference" && base.reference])).toEqual([
      ["app", "debian:bookworm-slim"],
    ]);
  });

  it("follows relative imports, packages, tsconfig paths, JSON and text, and lists the user's own sources", async () => {
    const project = createProject({
      "build.ts": `import { image } from "builder";
import { tagOf } from "tags";
import { command } from "./lib/command";
import { label } from "@shared/label";
import settings from "./settings.json" with { type: "json" };
import script from "./install.sh";
import { sep } from "node:path";
export const app = image("app").from(tagOf("debian"))
  .install(command, script, "echo " + sep)
  .docker({ label: { label, port: String(settings.port) } });
`,
      "lib/command.ts": 'export const command: string = "npm ci";',
      "shared/label.ts": 'export const label = "shared";',
      "settings.json": '{ "port": 8080 }',
      "install.sh": "apt-get update\n",
      "tsconfig.json": '{ // paths\n "compilerOptions": { "paths": { "@shared/*": ["./shared/*"] } } }',
      "node_modules/tags/package.json": '{ "name": "tags", "version": "1.0.0", "main": "./main.cjs" }',
      "node_modules/tags/main.cjs":
        'const { basename } = require("path"); exports.tagOf = (name) => basename("/x/" + name) + ":bookworm-slim";',
    });

    const { graph, inputs } = await project.load();

    const [image] = stagedImages(graph);
    expect(image?.base).toMatchObject({ reference: "debian:bookworm-slim" });
    expect(image?.shell.commands.install.map(({ text }) => text)).toEqual(["npm ci", "apt-get update\n", "echo /"]);
    expect(image?.docker?.label).toEqual({ label: "shared", port: "8080" });
    expect([...inputs].sort()).toEqual(
      ["build.ts", "install.sh", "lib/command.ts", "settings.json", "shared/label.ts"].map((path) =>
        join(project.folder, path),
      ),
    );
  });

  it("waits for a top-level await", async () => {
    const project = createProject({
      "build.ts": `import { image } from "builder";
const tag = await new Promise<string>((resolve) => setTimeout(resolve, 5, "debian:bookworm-slim"));
export const app = image("app").from(tag);
`,
    });

    const { graph } = await project.load();

    expect(stagedImages(graph)[0]?.base).toMatchObject({ reference: "debian:bookworm-slim" });
  });

  it.each([
    ["nothing but builder", "", "script"],
    ["a module of Node", 'import { sep } from "node:path"; if (sep === "") throw new Error("no path");', "module"],
    ["a package in CommonJS", 'import "old";', "module"],
    ["a module while it runs", 'await import(["node:path"].join());', "module"],
    ["a module that nobody waits for", 'export const later = import(["node:path"].join());', "script"],
    ["more of import.meta than a path", "void import.meta.resolve;", "module"],
  ])("is a module for Node only where it has to be: with %s", async (_what, line, kind) => {
    const project = createProject({
      "build.ts": `import { image, project } from "builder";
${line}
export const b = image("b").from("debian");
export const a = image("a").from(b);
export default project("x");
`,
      "node_modules/old/index.js": 'require("node:path").sep;',
    });

    const { graph } = await project.load();

    expect([graph.project.name, ...graph.images.map(({ name, origin }) => [name, origin])]).toEqual([
      "x",
      ["b", { file: "build.ts", line: 3, column: 18 }],
      ["a", { file: "build.ts", line: 4, column: 18 }],
    ]);
    const [folder = ""] = readdirSync(join(project.cacheDir, "load"));
    const bundles = readdirSync(join(project.cacheDir, "load", folder)).filter((name) => name.endsWith("js"));
    expect(bundles.map((name) => extname(name))).toEqual([kind === "script" ? ".cjs" : ".mjs"]);
  });

  it("imports while its functions run", async () => {
    const project = createProject({
      "build.ts": `import { image } from "builder";
export const app = image("app").from("debian");
export const loaded = { app, sep: import(["node:path"].join()) };
loaded.sep.then(({ sep }) => Reflect.set(globalThis, Symbol.for("loaded"), sep));
`,
    });
    await project.load();

    await expect.poll(() => Reflect.get(globalThis, Symbol.for("loaded"))).toBe("/");
  });

  it("is as strict as a module", async () => {
    const project = createProject({
      "build.ts": `import { image } from "builder";
export const strict = function (this: unknown) { return this; };
if (strict.call(undefined) !== undefined) throw new Error("sloppy");
export const app = image("app").from("debian");
`,
    });

    expect((await project.load()).graph.images.map(({ name }) => name)).toEqual(["app"]);
  });

  it("lets each file know its own path", async () => {
    const project = createProject({
      "build.ts": `import { image } from "builder";
import { where } from "./lib/where.ts";
export const app = image("app").from("debian").docker({ label: { own: import.meta.url, lib: where } });
`,
      "lib/where.ts": "export const where = import.meta.dirname;",
    });

    const { graph } = await project.load();

    expect(stagedImages(graph)[0]?.docker?.label).toEqual({
      own: `file://${project.folder}/build.ts`,
      lib: join(project.folder, "lib"),
    });
    expect(graph.images[0]?.origin).toEqual({ file: "build.ts", line: 3, column: 20 });
  });

  it("means the running copy by `builder`, whatever is installed beside build.ts", async () => {
    const project = createProject({
      "build.ts": `import { image } from "builder";\n${app};`,
      "node_modules/builder/package.json": '{ "name": "builder", "version": "0.0.1", "main": "index.js" }',
      "node_modules/builder/index.js": 'throw new Error("the wrong copy");',
    });

    const { graph } = await project.load();

    expect(graph.images.map(({ name }) => name)).toEqual(["app"]);
  });

  it("records which variables were read, without their values", async () => {
    const project = createProject({
      "build.ts": `import { env, image } from "builder";
export const app = image("app").from(env("BASE")).install("echo " + env("GREETING", "hello"));
`,
    });

    const { graph, environment } = await project.load({ env: { BASE: "debian:bookworm-slim", OTHER: "x" } });

    const at = (column: number) => [expect.objectContaining({ line: 2, column })];
    expect(environment).toEqual([
      { name: "BASE", isSet: true, where: at(38) },
      { name: "GREETING", isSet: false, where: at(69) },
    ]);
    expect(stagedImages(graph)[0]?.shell.commands.install[0]?.text).toBe("echo hello");
  });

  it("reads committed files byte for byte", async () => {
    const binary = Buffer.from([0, 255, 254, 10, 13, 128]);
    const project = createProject({
      "build.ts": `import { files, image } from "builder";
export const app = image("app").from("debian").docker({ label: {
  text: files.get("/VERSION"),
  bytes: [...files.bytes("./logo.png")].join(),
  sha256: files.sha256("logo.png"),
  exists: String([files.exists("VERSION"), files.exists("nothing")]),
  glob: files.glob("conf/*.json").join(),
} });
`,
    });

    const { graph } = await project.load({
      files: { VERSION: "\ufeff1.2\n", "logo.png": binary, "conf/a.json": "{}", "conf/b.json": "{}" },
    });

    expect(stagedImages(graph)[0]?.docker?.label).toEqual({
      text: "\ufeff1.2\n",
      bytes: "0,255,254,10,13,128",
      sha256: "96dc2355c1f44de56316f37a6fc449e251c374e5197fac3316ac046e8aec5427",
      exists: "true,false",
      glob: "conf/a.json,conf/b.json",
    });
  });

  it("gives loads that run side by side their own environment", async () => {
    const project = createProject({
      "build.ts": `import { env, image } from "builder";
const before = env("NAME");
await new Promise((resolve) => setTimeout(resolve, 5));
export const app = image(before + "-" + env("NAME")).from("debian");
`,
    });

    const names = ["a", "b", "c", "d"];
    const loaded = await Promise.all(names.map((NAME) => project.load({ env: { NAME } })));

    expect(loaded.map(({ graph }) => graph.images[0]?.name)).toEqual(["a-a", "b-b", "c-c", "d-d"]);
  });

  it("stops when it is aborted, also in a top-level await", async () => {
    const project = createProject({
      "build.ts": `import { image } from "builder";\nawait new Promise((resolve) => setTimeout(resolve, 60_000).unref());\n${app};`,
    });
    const reason = new Error("stop");

    await expect(project.load({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const loading = project.load({ signal: controller.signal });
    setTimeout(() => controller.abort(reason), 300);
    await expect(loading).rejects.toBe(reason);
  });
});
