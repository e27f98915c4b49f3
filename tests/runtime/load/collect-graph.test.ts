import { describe, expect, it } from "vitest";
import { createProject } from "./load-project.ts";

async function namesOf(source: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const project = createProject({ "build.ts": source, ...files });
  const { graph } = await project.load();
  return graph.images.map(({ name }) => name);
}

describe("the graph of the exports", () => {
  it("has images in the order of their definition, not of their names", async () => {
    expect(
      await namesOf(`import { image } from "builder";
export const z = image("first").from("debian");
export const a = image("second").from("debian");
`),
    ).toEqual(["first", "second"]);
  });

  it("orders images of several files, of loops and of functions as they were evaluated", async () => {
    expect(
      await namesOf(
        `import { image } from "builder";
import { base } from "./base.ts";
const make = (name: string) => image(name).from(base);
export const z = make("z"), a = make("a");
export const loop = ["m", "c"].map((name) => make(name));
`,
        { "base.ts": 'import { image } from "builder";\nexport const base = image("base").from("debian");' },
      ),
    ).toEqual(["base", "z", "a", "m", "c"]);
  });

  it("finds images that are reached only by reference", async () => {
    expect(
      await namesOf(`import { artifact, image } from "builder";
const root = artifact("root").from("debian");
const base = image("base").from(root).final(false);
export const app = image("app").from(base);
`),
    ).toEqual(["root", "base", "app"]);
  });

  it("looks into lists and plain objects, and leaves all other exports alone", async () => {
    expect(
      await namesOf(`import { image } from "builder";
export const list = [image("a").from("debian"), [image("b").from("debian")]];
export const record = { c: image("c").from("debian"), deep: { d: image("d").from("debian") } };
export const circular: Record<string, unknown> = {}; circular.self = circular;
export const text = "x", count = 1, nothing = null, when = new Date(0), table = new Map();
export function helper() { return image("not-me").from("debian"); }
export class Thing {}
`),
    ).toEqual(["a", "b", "c", "d"]);
  });

  it("takes the same definition twice for one", async () => {
    expect(
      await namesOf(`import { image } from "builder";
const make = () => image("base").from("debian").install("a").docker({ label: { origin: "x" } });
export const base = make();
export const again = base;
export const app = image("app").from(make());
`),
    ).toEqual(["base", "app"]);
  });

  it("shows both places of two different images with one name", async () => {
    const project = createProject({
      "build.ts": `import { image } from "builder";
export const app = image("app").from("debian");
export const api = image("app").from("alpine");
`,
    });

    const error = await project.failure();

    expect(error.toDiagnostic()).toEqual({
      code: "GRAPH.DUPLICATE_NAME",
      message: '2 different images have the name "app"',
      why: "A method returns a new value: an image or pipeline and what is made of it later are two.",
      next: [
        "Give each its own name.",
        "If one is only a step on the way to the other, export the finished one alone.",
      ],
      where: [
        { file: "build.ts", line: 2, column: 20 },
        { file: "build.ts", line: 3, column: 20 },
      ],
    });
  });

  it("names the project after the folder when build.ts does not", async () => {
    const source = 'import { image } from "builder"; export const app = image("app").from("debian");';
    const nameIn = async (folder: string) => (await createProject({ "build.ts": source }, folder).load()).graph.project;

    expect(await nameIn("My Shöp_2")).toEqual({
      kind: "project",
      name: "my-shop-2",
      digests: "builder",
      allowUnshallow: true,
    });
    expect((await nameIn("___")).name).toBe("project");
    expect((await nameIn(`${"x".repeat(49)}-y`)).name).toBe("x".repeat(49));
  });

  it.each([
    ['image("app").from("debian")', 'the image "app"'],
    ['"shop"', "a string"],
    ["{}", "an object"],
    ["[]", "a list"],
    ["null", "null"],
    ["() => 1", "a function"],
  ])("refuses the default export %s", async (value, description) => {
    const project = createProject({
      "build.ts": `import { image } from "builder"; export const x = image("x").from("debian"); export default ${value};`,
    });

    const error = await project.failure();

    expect([error.code, error.message]).toEqual([
      "LOAD.WRONG_DEFAULT",
      `The default export is ${description} and not a project`,
    ]);
  });

  it("refuses a project that is exported by a name alone", async () => {
    const project = createProject({
      "build.ts":
        'import { image, project } from "builder"; export const x = image("x").from("debian"), p = project("p");',
    });

    expect((await project.failure()).code).toBe("LOAD.PROJECT_NOT_DEFAULT");
  });

  it("refuses a file without images", async () => {
    const project = createProject({ "build.ts": 'import { image } from "builder"; image("app").from("debian");' });

    expect((await project.failure()).toDiagnostic()).toEqual({
      code: "LOAD.EMPTY",
      message: "build.ts exports no image and no pipeline",
      why: "Exports are what builder builds and runs; what is only defined is not seen.",
      next: ['Export one: export const app = image("app").from("debian:bookworm-slim")'],
      where: [],
    });
  });

  it("refuses an image without a base, at its place", async () => {
    const project = createProject({ "build.ts": 'import { image } from "builder";\nexport const app = image("app");' });

    const error = await project.failure();

    expect([error.code, error.message, error.where]).toEqual([
      "GRAPH.NO_BASE",
      'image("app") has no base, so it is not an image yet',
      [{ file: "build.ts", line: 2, column: 20 }],
    ]);
  });

  it("reports everything that is wrong with it at once", async () => {
    const project = createProject({
      "build.ts": `import { image, project } from "builder";
export const app = image("a b").from("debian").install(" ");
export default project("UPPER");
`,
    });

    const error = await project.failure();

    expect(error.code).toBe("GRAPH.PROJECT_NAME");
    expect(error.why?.split("\n").slice(1)).toEqual([
      'also GRAPH.IMAGE_NAME: "a b" cannot be the name of an image build.ts:2:20',
      'also GRAPH.EMPTY_COMMAND: A command of the stage install of "a b" is empty build.ts:2:48',
    ]);
  });
});
