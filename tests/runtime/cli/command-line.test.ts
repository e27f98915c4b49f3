import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { builtCli } from "./built-cli.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test.each([
  [["rum"], "there is no command rum, did you mean run?", "builder --help"],
  [["run", "--jsno"], "there is no flag --jsno, did you mean --json?", "builder run --help"],
  [["run", "-x"], "there is no flag -x", "builder run --help"],
  [["run", "-p", "many"], '--parallel-tasks-limit: "many" is no whole number', "builder run --help"],
  [["plan", "--progress"], "--progress wants a value", "builder plan --help"],
  [["run", "--progress", "x"], '--progress is one of tty, plain, json, quiet, not "x"', "builder run --help"],
  [["doctor", "x"], '"x" is too much: no argument is given here', "builder doctor --help"],
  [["graph", "a", "b"], '"b" is too much: only 1 can be given here', "builder graph --help"],
])("%j is wrong usage", (args, message, help) => {
  using folder = temporaryFolder({});
  expect(builtCli(folder.path, ...args)).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: `✖ ${message} [USAGE.ARGUMENTS]\n  → see: ${help}\n`,
  });
});

test("with --json wrong usage is a document as well", () => {
  using folder = temporaryFolder({});
  const { exitCode, stdout } = builtCli(folder.path, "run", "--json", "--something-else-altogether");
  expect([exitCode, JSON.parse(stdout)]).toEqual([
    2,
    {
      schemaVersion: 1,
      command: "run",
      ok: false,
      error: {
        code: "USAGE.ARGUMENTS",
        message: "there is no flag --something-else-altogether",
        next: ["see: builder run --help"],
        where: [],
      },
    },
  ]);
});

test.each(["run", "plan", "check", "graph"])("%s without a build.ts is exit code 2", (command) => {
  using folder = temporaryFolder({});
  const { exitCode, stderr } = builtCli(folder.path, command);
  expect([exitCode, stderr.split("\n", 1)[0]]).toEqual([
    2,
    `✖ there is no build.ts in ${folder.path} nor in a folder above it [USAGE.NO_BUILD_FILE]`,
  ]);
});

test.each(["run", "plan", "check", "graph", "cleanup", "purge", "doctor", "setup", "init"])(
  "the help of %s shows examples",
  (command) => {
    using folder = temporaryFolder({});
    const { exitCode, stdout, stderr } = builtCli(folder.path, command, "--help");
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      new RegExp(`^USAGE\\n {2}builder ${command}[\\s\\S]*\\nEXAMPLES\\n {2}(sudo npx )?builder ${command}`),
    );
  },
);

test("--version is that of the package", () => {
  using folder = temporaryFolder({});
  expect(builtCli(folder.path, "--version")).toEqual({ exitCode: 0, stdout: `${packageJson.version}\n`, stderr: "" });
});

test("the compiled form of the command line is kept and used, and a damaged one does no harm", () => {
  using folder = temporaryFolder({});
  const code = join(folder.path, ".cache", "code");
  const first = builtCli(folder.path, "doctor", "--help");
  const [kept = ""] = readdirSync(code);
  const content = readFileSync(join(code, kept));
  const second = builtCli(folder.path, "doctor", "--help");
  expect([kept, readdirSync(code), readFileSync(join(code, kept)).equals(content), second]).toEqual([
    expect.stringMatching(/^main-[0-9a-f]{12}-doctor-v/),
    [kept],
    true,
    first,
  ]);
  writeFileSync(join(code, kept), "damaged");
  expect(builtCli(folder.path, "doctor", "--help")).toEqual(first);
});

test("init writes a build.ts for what it finds and never overwrites one", () => {
  using folder = temporaryFolder({ "web/package.json": "{}", "tool/x": "" });
  const web = builtCli(folder.path, "init", "web");
  const tool = builtCli(join(folder.path, "tool"), "init");
  expect([web.exitCode, web.stdout, tool.exitCode, tool.stdout]).toEqual([0, "web/build.ts\n", 0, "build.ts\n"]);
  expect(readFileSync(join(folder.path, "web/build.ts"), "utf8")).toContain("npm ci");
  writeFileSync(join(folder.path, "tool/build.ts"), "mine");
  const again = builtCli(join(folder.path, "tool"), "init");
  expect([
    again.exitCode,
    again.stderr.split("\n", 1)[0],
    readFileSync(join(folder.path, "tool/build.ts"), "utf8"),
  ]).toEqual([2, "✖ build.ts exists already and is left as it is [USAGE.FILE_EXISTS]", "mine"]);
});

test.each([["web"], ["tool"]])("what init writes for %s passes check and loads", (kind) => {
  using folder = temporaryFolder({ "web/package.json": "{}", "tool/x": "" });
  const path = join(folder.path, kind);
  builtCli(path, "init");
  expect(builtCli(path, "check")).toEqual({ exitCode: 0, stdout: "build.ts: 1 image, no problems\n", stderr: "" });
});

test("check tells every type error with its place, and needs neither tsconfig.json nor an installed builder", () => {
  using folder = temporaryFolder({
    "build.ts": `import { image } from "builder";
export const app = image(1).from("x");
export const web: string = 2;
`,
  });
  expect(builtCli(folder.path, "check")).toEqual({
    exitCode: 3,
    stdout: "",
    stderr: `✖ build.ts has 2 type errors [LOAD.TYPES]
  build.ts:2:26 TS2345: Argument of type 'number' is not assignable to parameter of type 'string'.
  build.ts:3:14 TS2322: Type 'number' is not assignable to type 'string'.
`,
  });
});

test("check uses the options of the project's tsconfig.json", () => {
  using folder = temporaryFolder({
    "tsconfig.json": '{ "compilerOptions": { "strict": false, "paths": { "@name": ["./name.ts"] } } }',
    "name.ts": "export const name: string = null;",
    "build.ts": `import { image } from "builder";
import { name } from "@name";
export const app = image(name ?? "app").from("x");
`,
  });
  expect(builtCli(folder.path, "check").exitCode).toBe(0);
});
