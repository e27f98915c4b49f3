import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, test, vi } from "vitest";
import { loadFile } from "../runtime/load/load-file.ts";
import type { LoadHost } from "../runtime/load/loaded-file.ts";
import { ansibleModuleNames } from "../sdk/model/ansible-modules.ts";
import { typeCheck } from "./types/type-check.ts";

const root = join(import.meta.dirname, "..");
const examples = new Map([...examplesInDocstrings(), ...examplesInReadme(), ...examplesInDocs()]);

/** What the examples read. */
const host: LoadHost = {
  env: () => undefined,
  readFile: (path) => (["VERSION", "package-lock.json"].includes(path) ? Buffer.from("1.2.3\n") : undefined),
  glob: () => ["conf/app.json"],
};

describe("the examples of the documentation", () => {
  const messages = typeCheck(examples);
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "builder-examples-"));
    vi.spyOn(console, "log").mockImplementation(() => {});
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    vi.restoreAllMocks();
  });

  it("are there for every function of the SDK", () => {
    for (const name of [
      "image.ts",
      "artifact.ts",
      "project.ts",
      "env.ts",
      "files.ts",
      "staged-image.ts",
      "pipeline.ts",
      "step.ts",
    ]) {
      expect([...examples.keys()].filter((key) => key.startsWith(`sdk/${name}`))).not.toEqual([]);
    }
  });

  it.each([...examples.keys()])("%s type-checks", (name) => {
    expect(messages.get(name)).toEqual([]);
  });

  it.each([...examples].filter(([, source]) => !source.includes("builder/runtime")))(
    "%s runs",
    async (name, source) => {
      const file = join(folder, `${name.replace(/[^a-z0-9]+/gi, "-")}.ts`);
      writeFileSync(file, source);

      const loading = loadFile({
        file,
        host,
        cacheDir: join(folder, "cache"),
        sdkUrl: pathToFileURL(join(root, "sdk/index.ts")).href,
        signal: new AbortController().signal,
      });

      // An example that defines no image still has to run to its end.
      if (/^export /m.test(source)) {
        const { images, pipelines } = (await loading).graph;
        expect([...images, ...pipelines]).not.toEqual([]);
      } else await expect(loading).rejects.toMatchObject({ code: "LOAD.EMPTY" });
    },
  );
});

test("the documentation lists the Ansible modules that there are, and no others", () => {
  const [, list = ""] = readFileSync(join(root, "docs/ansible.md"), "utf8").split("## Modules");
  expect([...list.matchAll(/`([a-z0-9_]+)`/g)].map(([, name]) => name)).toEqual([...ansibleModuleNames]);
});

/** Every TypeScript fence in a docstring of the SDK, named by its place. */
function examplesInDocstrings(): readonly (readonly [name: string, source: string])[] {
  const files = readdirSync(join(root, "sdk"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(root, "sdk", file), "utf8");
    return fences(text, `sdk/${file}`).map(([name, source]) => [name, source.replace(/^ *\* ?/gm, "")] as const);
  });
}

function examplesInReadme(): readonly (readonly [name: string, source: string])[] {
  const path = join(root, "README.md");
  return existsSync(path) ? fences(readFileSync(path, "utf8"), "README.md") : [];
}

function examplesInDocs(): readonly (readonly [name: string, source: string])[] {
  const folder = join(root, "docs");
  const files = readdirSync(folder).filter((file) => file.endsWith(".md"));
  return files.sort().flatMap((file) => fences(readFileSync(join(folder, file), "utf8"), `docs/${file}`));
}

function fences(text: string, file: string): readonly (readonly [name: string, source: string])[] {
  return [...text.matchAll(/^[ *]*```ts\n(.*?)^[ *]*```$/gms)].map((match) => {
    const line = text.slice(0, match.index).split("\n").length;
    return [`${file}:${line}`, match[1] ?? ""];
  });
}
