import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluateBundle } from "../../../runtime/load/evaluate.ts";
import { createProject, sdkUrl } from "./load-project.ts";

async function failureOf(source: string, files: Readonly<Record<string, string>> = {}) {
  const { code, message, where, why, next } = await createProject({ "build.ts": source, ...files }).failure();
  return { code, message, where, why, next };
}

describe("what can be wrong with a build.ts", () => {
  it("is absent", async () => {
    const project = createProject({});

    expect((await project.failure()).toDiagnostic()).toEqual({
      code: "LOAD.FILE_NOT_FOUND",
      message: `There is no file ${join(project.folder, "build.ts")}`,
      next: ["Name the build.ts to load, or make one: npx builder init"],
      where: [],
    });
  });

  it("has a syntax error, shown in characters", async () => {
    expect(await failureOf('import { image } from "builder";\nconst ä = "ö", x = = 1;\n')).toEqual({
      code: "LOAD.SYNTAX",
      message: 'The file cannot be read as TypeScript: Unexpected "="',
      where: [{ file: "build.ts", line: 2, column: 20 }],
      why: undefined,
      next: ["Correct the line; `npx builder check` shows all findings of the type checker."],
    });
  });

  it("has a syntax error in a file that it imports", async () => {
    const error = await failureOf('import "./lib/a.ts";', { "lib/a.ts": "\n\n  let 1;" });

    expect([error.code, error.where]).toEqual(["LOAD.SYNTAX", [{ file: "lib/a.ts", line: 3, column: 7 }]]);
  });

  it("imports a file that does not exist", async () => {
    expect(await failureOf('\nimport { x } from "./nothing.ts"; x();')).toMatchObject({
      code: "LOAD.UNRESOLVED",
      message: 'The import "./nothing.ts" leads to no file',
      where: [{ file: "build.ts", line: 2, column: 19 }],
      next: ["Check the path: it is relative to the file that imports it."],
    });
  });

  it("imports a package that is not installed", async () => {
    expect(await failureOf('import x from "left-pad"; x();')).toMatchObject({
      code: "LOAD.UNRESOLVED",
      message: 'The import "left-pad" leads to no file',
      next: ["Install the package: npm install --save-dev left-pad", "Or add it to `paths` in tsconfig.json."],
    });
  });

  it("imports what builder does not export", async () => {
    expect(await failureOf('import { imag } from "builder";\nexport const app = imag("app");')).toMatchObject({
      code: "LOAD.UNKNOWN_EXPORT",
      message: '"builder" has no export "imag"',
      where: [{ file: "build.ts", line: 1, column: 10 }],
      next: ['Did you mean "image"?', "If it is a type, import it with `import type`."],
    });
  });

  it("imports what its own file does not export", async () => {
    expect(await failureOf('import { b } from "./a.ts"; b();', { "a.ts": "export const a = 1;" })).toMatchObject({
      code: "LOAD.UNKNOWN_EXPORT",
      message: '"a.ts" has no export "b"',
      where: [{ file: "build.ts", line: 1, column: 10 }],
    });
  });

  it("throws: the message, the place and the frames that are the user's", async () => {
    expect(
      await failureOf(
        `import { explode } from "./lib/explode.ts";
function outer(): never {
  return explode("boom");
}
outer();
`,
        { "lib/explode.ts": "export function explode(text: string): never {\n  throw new RangeError(text);\n}\n" },
      ),
    ).toEqual({
      code: "LOAD.FAILED",
      message: "Evaluating the file failed: RangeError: boom",
      where: [{ file: "lib/explode.ts", line: 2, column: 9 }],
      why: "at explode (lib/explode.ts:2:9)\nat outer (build.ts:3:10)\nat build.ts:5:1",
      next: [],
    });
  });

  it("uses a name that it does not import", async () => {
    expect(await failureOf('export const app = image("app");')).toEqual({
      code: "LOAD.FAILED",
      message: "Evaluating the file failed: ReferenceError: image is not defined",
      where: [{ file: "build.ts", line: 1, column: 20 }],
      why: undefined,
      next: ['Import it: import { image } from "builder"', "Or see whether the name is right."],
    });
  });

  it("waits for something that never happens", async () => {
    const url = "data:text/javascript,await new Promise(() => {})#";
    const bundle = { kind: "module", url, code: "" } as const;
    const positions = { locate: () => undefined, locateArgument: () => undefined, frames: () => [] };
    const host = { env: () => undefined, readFile: () => undefined, glob: () => [], sha256: () => "", ...positions };
    const signal = new AbortController().signal;

    await expect(
      evaluateBundle({ file: "/x/build.ts", bundle, sdkUrl, host, positions, signal, limitMs: 50 }),
    ).rejects.toMatchObject({
      code: "LOAD.NEVER_SETTLED",
      message: "build.ts waits for something that never happens",
      why: "A top-level `await` is not over, and 0.05 seconds have passed.",
    });
  });

  it("throws something that is no Error", async () => {
    expect(await failureOf('throw { code: "x" };')).toMatchObject({
      code: "LOAD.FAILED",
      message: 'Evaluating the file threw {"code":"x"}',
    });
  });

  it("asks Node for what it does not have", async () => {
    const error = await failureOf('import { nothing } from "node:fs";\nnothing();');

    expect([error.code, error.message]).toEqual([
      "LOAD.FAILED",
      "Evaluating the file failed: SyntaxError: The requested module 'node:fs' does not provide an export named 'nothing'",
    ]);
  });

  it("starts an image from one that is defined further down", async () => {
    expect(
      await failureOf(`import { image } from "builder";
export const app = image("app").from(base);
export const base = image("base").from("debian");
`),
    ).toEqual({
      code: "SDK.UNDEFINED_REFERENCE",
      message: "from(base) got undefined instead of an image",
      where: [{ file: "build.ts", line: 2, column: 33 }],
      why: "The image has no value yet at this point.",
      next: [
        "Is it defined further down? Move its definition above this line.",
        "Do two files import each other? Images that refer to each other form a cycle, which cannot be built.",
      ],
    });
  });

  it("has files whose images refer to each other", async () => {
    const error = await failureOf(
      'import { image } from "builder";\nimport { b } from "./b.ts";\nexport const a = image("a").from(b);\n',
      {
        "b.ts":
          'import { image } from "builder";\nimport { a } from "./build.ts";\nexport const b = image("b").from(a);\n',
      },
    );

    expect([error.code, error.where]).toEqual(["SDK.UNDEFINED_REFERENCE", [{ file: "b.ts", line: 3, column: 29 }]]);
  });

  it("uses a variable before it has a value, in a function", async () => {
    const error = await failureOf(`function read() { return later; }
read();
export class Holder { static value = read(); }
let later = (() => { throw new ReferenceError("Cannot access 'later' before initialization"); })();
`);

    expect(error).toMatchObject({
      code: "LOAD.FAILED",
      message: "Evaluating the file failed: ReferenceError: Cannot access 'later' before initialization",
      next: [
        "Is it defined further down? Move its definition above the line that uses it.",
        "Do two files import each other? Images that refer to each other form a cycle, which cannot be built.",
      ],
    });
  });

  it("needs a variable that is not set", async () => {
    expect(await failureOf('import { env } from "builder";\nenv("TOKEN");')).toMatchObject({
      code: "LOAD.ENV_MISSING",
      message: "The environment variable TOKEN is not set",
      where: [{ file: "build.ts", line: 2, column: 1 }],
      next: ["Set it: TOKEN=… npx builder run", 'Give a default: env("TOKEN", "…")'],
    });
  });

  it("reads a file that is not committed", async () => {
    expect(await failureOf('import { files } from "builder";\nfiles.get("VERSION");')).toMatchObject({
      code: "LOAD.FILE_MISSING",
      message: 'The commit that is built has no file "VERSION"',
      where: [{ file: "build.ts", line: 2, column: 7 }],
    });
  });

  it("reads a binary file as text, or one outside the project", async () => {
    const project = createProject({
      "build.ts": 'import { env, files } from "builder";\nfiles.get(env("FILE"));',
    });

    const files = { logo: Buffer.from([255]) };
    expect((await project.failure({ files, env: { FILE: "logo" } })).code).toBe("LOAD.NOT_TEXT");
    expect((await project.failure({ files, env: { FILE: "a/../../x" } })).code).toBe("LOAD.FILE_OUTSIDE");
  });

  it("calls an option by a wrong name", async () => {
    expect(
      await failureOf(
        'import { image } from "builder";\nexport const a = image("a").from("debian").git({ to: "/a", exludePaths: "x" });',
      ),
    ).toMatchObject({
      code: "SDK.UNKNOWN_OPTION",
      message: 'git(options) has no option "exludePaths"',
      where: [{ file: "build.ts", line: 2, column: 44 }],
      next: ['Did you mean "excludePaths"?'],
    });
  });

  it("asks builder for something after it was loaded", async () => {
    const project = createProject({
      "build.ts": `import { env, image } from "builder";
export const app = image("app").from("debian");
globalThis.builderTestLate = () => env("LATE", "x");
`,
    });
    await project.load();

    const late: unknown = Reflect.get(globalThis, "builderTestLate");
    Reflect.deleteProperty(globalThis, "builderTestLate");

    expect(late).toThrow(expect.objectContaining({ code: "SDK.NO_HOST" }));
  });
});
