import { readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundleFormat } from "../../../runtime/load/bundle.ts";
import { stagedImages } from "../../support/staged-images.ts";
import { createProject, sdkUrl, type TestProject } from "./load-project.ts";

const buildTs = `import { image } from "builder";
import { tag } from "./tag";
export const app = image("app").from(\`debian:\${tag}\`);
`;

/** The tag that the loaded image starts from, and whether a bundle was made for it. */
async function loadTag(project: TestProject): Promise<readonly [tag: string, from: "cache" | "bundler"]> {
  const before = stamps(project);
  const { graph } = await project.load();
  const base = stagedImages(graph)[0]?.base;
  const tag = base?.kind === "reference" ? base.reference.replace("debian:", "") : "";
  return [tag, stamps(project) === before ? "cache" : "bundler"];
}

/** Everything in the cache with the time of its making. */
function stamps(project: TestProject): string {
  return JSON.stringify(cachedFiles(project).map((path) => [path, statSync(path).ino, statSync(path).mtimeMs]));
}

function cachedFiles({ cacheDir }: TestProject): readonly string[] {
  const load = join(cacheDir, "load");
  return readdirSync(load).flatMap((folder) => readdirSync(join(load, folder)).map((name) => join(load, folder, name)));
}

async function createLoaded(files: Readonly<Record<string, string>> = {}): Promise<TestProject> {
  const project = createProject({ "build.ts": buildTs, "tag.ts": 'export const tag = "one";', ...files });
  settle(project, Object.keys({ "build.ts": "", "tag.ts": "", ...files }));
  await project.load();
  return project;
}

/** A file that is saved while it is bundled is not cached; a test is quick enough for that to happen. */
function settle(project: TestProject, paths: readonly string[]): void {
  for (const path of paths) utimesSync(join(project.folder, path), 1, 1);
}

function change(project: TestProject, path: string, content: string): void {
  project.write(path, content);
  settle(project, [path]);
}

describe("the cache of bundles", () => {
  it("is used when nothing changed", async () => {
    const project = await createLoaded();

    expect(await loadTag(project)).toEqual(["one", "cache"]);
  });

  it("is not used when a source changed, and goes by content, not by time", async () => {
    const project = await createLoaded();

    change(project, "tag.ts", 'export const tag = "two";');
    expect(await loadTag(project)).toEqual(["two", "bundler"]);
    expect(await loadTag(project)).toEqual(["two", "cache"]);
    utimesSync(join(project.folder, "tag.ts"), 5, 5);
    expect(await loadTag(project)).toEqual(["two", "cache"]);
  });

  it("is not used when a file turns up that takes the place of an import", async () => {
    const project = await createLoaded({ "tag.ts": "", "tag.js": "" });
    rmSync(join(project.folder, "tag.ts"));
    change(project, "tag.js", 'export const tag = "js";');
    expect((await loadTag(project))[0]).toBe("js");

    change(project, "tag.ts", 'export const tag = "ts";');
    expect(await loadTag(project)).toEqual(["ts", "bundler"]);
  });

  it("is not used when a tsconfig.json turns up or the one that it extends changes", async () => {
    const project = await createLoaded({
      "build.ts": buildTs.replace("./tag", "tags"),
      "node_modules/tags/index.js": 'export const tag = "package";',
      "own.ts": 'export const tag = "own";',
    });
    expect(await loadTag(project)).toEqual(["package", "cache"]);

    change(project, "tsconfig.json", '{ /* shared */ "extends": "./base.json" }');
    expect((await loadTag(project))[0]).toBe("package");
    change(project, "base.json", '{ "compilerOptions": { "paths": { "tags": ["./own.ts"] } } }');
    expect(await loadTag(project)).toEqual(["own", "bundler"]);
    expect(await loadTag(project)).toEqual(["own", "cache"]);
  });

  it("is made again when any of its files is damaged", async () => {
    const project = await createLoaded();

    for (const path of cachedFiles(project)) {
      const content = readFileSync(path);
      writeFileSync(path, content.subarray(0, content.length / 2));
      expect((await loadTag(project))[0]).toBe("one");
      expect(readFileSync(path).equals(content)).toBe(true);
      rmSync(path);
      expect((await loadTag(project))[0]).toBe("one");
      expect(readFileSync(path).equals(content)).toBe(true);
    }
  });

  it("keeps the newest bundles only", async () => {
    const project = await createLoaded();
    for (const tag of ["a", "b", "c", "d", "e", "f"]) {
      change(project, "tag.ts", `export const tag = "${tag}";`);
      expect(await loadTag(project)).toEqual([tag, "bundler"]);
    }

    expect(cachedFiles(project)).toHaveLength(4 * 2 + 1);
  });

  it("shows the file that a symbolic link leads to", async () => {
    const project = await createLoaded();
    symlinkSync(join(project.folder, "build.ts"), join(project.folder, "linked.ts"));

    const { graph } = await project.load({ file: "linked.ts" });

    expect(graph.images[0]?.origin).toEqual({ file: "build.ts", line: 3, column: 20 });
  });

  it("is refused with a clear error where it cannot be written", async () => {
    const project = createProject({ "build.ts": buildTs, "tag.ts": 'export const tag = "one";' });
    writeFileSync(project.cacheDir, "a file where the folder should be");

    const error = await project.failure();

    expect([error.code, error.message]).toEqual([
      "LOAD.CACHE_FAILED",
      `The bundle of build.ts cannot be written to ${project.cacheDir}`,
    ]);
  });

  it("belongs to the installed version of esbuild", () => {
    const { version }: { version: string } = JSON.parse(
      readFileSync(new URL("../../../node_modules/esbuild/package.json", import.meta.url), "utf8"),
    );

    expect(bundleFormat).toContain(`esbuild ${version},`);
  });
});

describe("a compiled SDK", () => {
  it("stays outside the bundle, and its missing exports are told before anything runs", async () => {
    const project = await createLoaded();
    const compiled = join(project.folder, "../dist/sdk/index.js");
    await build({ entryPoints: [new URL(sdkUrl).pathname], bundle: true, format: "esm", outfile: compiled });
    const options = { sdkUrl: pathToFileURL(compiled).href };

    const { graph, inputs } = await project.load(options);
    expect(graph.images.map(({ name, origin }) => [name, origin?.line])).toEqual([["app", 3]]);
    expect(inputs.map((path) => path.replace(`${project.folder}/`, "")).sort()).toEqual(["build.ts", "tag.ts"]);
    const bundles = cachedFiles(project).filter((path) => path.endsWith(".cjs"));
    const codes = bundles.map((path) => readFileSync(path, "utf8")).filter((code) => code.includes(options.sdkUrl));
    expect(codes).toEqual([expect.not.stringContaining("class BuilderError")]);

    project.write("build.ts", 'import { projekt } from "builder";\nprojekt("x");');
    const error = await project.failure(options);
    expect([error.code, error.message, error.next[0], error.where]).toEqual([
      "LOAD.UNKNOWN_EXPORT",
      '"builder" has no export "projekt"',
      'Did you mean "project"?',
      [{ file: "build.ts", line: 1, column: 10 }],
    ]);
  });
});
