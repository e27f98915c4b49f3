import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { createProject, type TestProject } from "../support/project.ts";

/** A committed project whose install stage is given as TypeScript, and its giterminism. */
function createStrictProject(
  command: string,
  giterminism = "{}",
  environment: Record<string, string> = {},
): TestProject {
  const project = createProject(environment);
  project.write({
    "app/build.ts": `import { env, files, image, project } from "builder";
export const app = image("app").from("${testBase}").install(${command});
export default project("${project.name}", { giterminism: ${giterminism} });
`,
  });
  project.commit();
  return project;
}

/** Exit code and error code of a plan. */
async function planOf(project: TestProject, ...flags: string[]) {
  const { exitCode, stdout } = await project.builder("plan", "app/build.ts", "--json", ...flags);
  const { error } = JSON.parse(stdout);
  return { exitCode, code: error?.code, message: error?.message };
}

const accepted = { exitCode: 0, code: undefined, message: undefined };

function uncommitted(text: string) {
  return { exitCode: 3, code: "GIT.UNCOMMITTED", message: text };
}

describe("a variable of the environment", () => {
  test("is refused until the project allows it or the user is loose", async () => {
    using strict = createStrictProject('env("CHANNEL", "stable")', "{}", { CHANNEL: "nightly" });
    expect(await planOf(strict)).toMatchObject({ exitCode: 3, code: "GITERMINISM.ENV" });
    expect(await planOf(strict, "--loose-giterminism")).toEqual(accepted);
    using allowing = createStrictProject('env("CHANNEL", "stable")', "{ env: /CHAN.*/ }", { CHANNEL: "nightly" });
    expect(await planOf(allowing)).toEqual(accepted);
    using unset = createStrictProject('env("CHANNEL", "stable")');
    expect(await planOf(unset)).toEqual(accepted);
  });
});

describe("files.get", () => {
  const command = '"echo " + files.get("VERSION").trim()';

  test("wants a file that is committed, as it is committed", async () => {
    using project = createStrictProject(command);
    expect(await planOf(project)).toMatchObject({ exitCode: 3, code: "LOAD.FILE_MISSING" });
    project.write({ "app/VERSION": "1" });
    expect(await planOf(project)).toEqual(uncommitted("a file is not committed: app/VERSION (untracked)"));
    expect(await planOf(project, "--dev")).toEqual(accepted);
    expect(await planOf(project, "--loose-giterminism")).toEqual(accepted);
    project.commit();
    expect(await planOf(project)).toEqual(accepted);
    project.write({ "app/VERSION": "2" });
    expect(await planOf(project)).toEqual(uncommitted("a file is not committed: app/VERSION (modified)"));
  });

  test("reads what the project allows from the work tree, tracked or not", async () => {
    using project = createStrictProject(command, '{ uncommittedFiles: "VERSION" }');
    project.write({ "app/VERSION": "1" });
    const digestOf = async () => (await project.plan("app/build.ts")).images[0]?.stages.at(-1)?.digest;
    const one = await digestOf();
    project.commit();
    expect(await digestOf()).toBe(one);
    project.write({ "app/VERSION": "2" });
    expect(await digestOf()).not.toBe(one);
    project.write({ "app/build.ts": "// not covered by the mask", "app/VERSION": "1" });
    expect(await planOf(project)).toMatchObject({ exitCode: 3 });
  });
});

test("files.glob wants every file committed that it would find", async () => {
  using project = createStrictProject('"echo " + files.glob("conf/*").join(" ")');
  expect(await planOf(project)).toEqual(accepted);
  project.write({
    "app/conf/a": "a",
    "app/conf/b": "b",
    "app/other": "c",
    "app/conf/ignored": "",
    ".gitignore": "ignored\n",
  });
  expect(await planOf(project)).toEqual(
    uncommitted("files are not committed: app/conf/a (untracked), app/conf/b (untracked)"),
  );
  project.commit();
  expect(await planOf(project)).toEqual(accepted);
});

test("files.exists says what the commit has, and nothing has to be committed for it", async () => {
  using project = createStrictProject('files.exists("local.conf") ? "echo local" : "echo none"');
  const digestOf = async () => (await project.plan("app/build.ts")).images[0]?.stages.at(-1)?.digest;
  const none = await digestOf();
  project.write({ "app/local.conf": "x" });
  expect(await digestOf()).toBe(none);
  project.commit();
  expect(await digestOf()).not.toBe(none);
});

test("build.ts itself may be uncommitted where the project says so", async () => {
  using project = createStrictProject('"echo one"', '{ uncommittedFiles: "build.ts" }');
  const changed = `import { image, project } from "builder";
export const app = image("app").from("${testBase}").install("echo two");
export default project("${project.name}", { giterminism: { uncommittedFiles: "build.ts" } });
`;
  project.write({ "app/build.ts": changed });
  expect(await planOf(project)).toEqual(accepted);
  project.write({ "app/build.ts": changed.replace('giterminism: { uncommittedFiles: "build.ts" }', "") });
  expect(await planOf(project)).toEqual(uncommitted("a file is not committed: app/build.ts (modified)"));
});

describe("a Dockerfile and its .dockerignore", () => {
  const createDockerfiles = (giterminism = "{}"): TestProject => {
    const project = createProject();
    project.write({
      "app/build.ts": `import { dockerfile, project } from "builder";
export const app = dockerfile("app", { context: "context" });
export default project("${project.name}", { giterminism: ${giterminism} });
`,
      "app/context/Dockerfile": `FROM ${testBase}\n`,
      "app/context/content": "",
      "app/context/other": "",
    });
    project.commit();
    return project;
  };
  const changed = `FROM ${testBase}\nCOPY c* o* /copied/\n`;
  const change = (project: TestProject): void =>
    project.write({ "app/context/Dockerfile": changed, "app/context/.dockerignore": "content\n" });

  test("must be as they are committed", async () => {
    using project = createDockerfiles();
    expect(await planOf(project)).toEqual(accepted);
    change(project);
    expect(await planOf(project)).toEqual(
      uncommitted("files are not committed: app/context/Dockerfile (modified), app/context/.dockerignore (untracked)"),
    );
    const { error } = JSON.parse((await project.builder("plan", "app/build.ts", "--json")).stdout);
    expect(error.where[0]).toMatchObject({ file: expect.stringContaining("build.ts"), line: 2 });
    project.commit();
    expect(await planOf(project)).toEqual(accepted);
  });

  test.each([
    ["allowed by name", '{ uncommittedFiles: ["context/Dockerfile", "context/.dockerignore"] }', []],
    ["not looked at", "{}", ["--loose-giterminism"]],
  ])(
    "are taken as they are in the work tree when that is %s, with the digest of the same commit",
    async (_how, giterminism, flags) => {
      using project = createDockerfiles(giterminism);
      change(project);
      const { images } = await project.run("app/build.ts", ...flags);
      expect(project.inImage(images[0]?.reference, "ls", "-A", "/copied")).toBe("other");
      project.commit();
      expect((await project.plan("app/build.ts")).images[0]?.stages[0]?.action).toBe("reuse");
    },
  );

  test("count as they are also where the image takes them in", async () => {
    using project = createDockerfiles('{ uncommittedFiles: "context" }');
    const digestOf = async () => (await project.plan("app/build.ts")).images[0]?.stages[0]?.digest;
    const takingAll = changed.replace("c* o*", ".");
    project.write({ "app/context/Dockerfile": takingAll });
    const one = await digestOf();
    project.write({ "app/context/Dockerfile": `# of no matter but to itself\n${takingAll}` });
    expect(await digestOf()).not.toBe(one);
    project.write({ "app/context/Dockerfile": takingAll });
    expect(await digestOf()).toBe(one);
  });

  test.each([
    ["Dockerfile", false],
    ["context/docker*", false],
    ["context/Dockerfile", true],
    ["*/Dockerfile", true],
    ["context", true],
  ])("the mask %s, from the folder of build.ts on, covers context/Dockerfile: %s", async (mask, isCovered) => {
    using project = createDockerfiles(`{ uncommittedFiles: "${mask}" }`);
    project.write({ "app/context/Dockerfile": changed });
    expect((await planOf(project)).exitCode).toBe(isCovered ? 0 : 3);
  });
});

describe("what a Dockerfile takes", () => {
  const createContext = (options = "{}", giterminism = "{}"): TestProject => {
    const project = createProject();
    project.write({
      "app/build.ts": `import { dockerfile, project } from "builder";
export const app = dockerfile("app", { context: "context", ...${options} });
export default project("${project.name}", { giterminism: ${giterminism} });
`,
      "app/context/Dockerfile": `FROM ${testBase}\nCOPY src /src\nADD conf/*.json /conf/\n`,
      "app/context/src/main": "as committed\n",
      "app/context/conf/a.json": "{}",
      "app/context/.dockerignore": "**/*.log\n",
    });
    project.commit();
    return project;
  };

  test("must be committed as it is, and nothing else of the context", async () => {
    using project = createContext();
    project.write({ "app/context/README": "of no matter", "app/context/src/run.log": "left out" });
    expect(await planOf(project)).toEqual(accepted);
    project.write({
      "app/context/src/main": "changed\n",
      "app/context/conf/b.json": "{}",
      "app/context/conf/c.txt": "",
    });
    project.remove("app/context/conf/a.json");
    const { error } = JSON.parse((await project.builder("plan", "app/build.ts", "--json")).stdout);
    expect(error).toMatchObject({
      code: "GIT.UNCOMMITTED",
      message:
        'image "app" takes what is not committed: app/context/conf/a.json (modified), app/context/src/main (modified), app/context/conf/b.json (untracked)',
      where: [{ file: expect.stringContaining("build.ts"), line: 2 }],
    });
    expect(error.next[0]).toBe(
      "git add app/context/conf/a.json app/context/src/main app/context/conf/b.json && git commit",
    );
    expect(await planOf(project, "--loose-giterminism")).toEqual(accepted);
    expect(await planOf(project, "--dev")).toEqual(accepted);
    project.commit();
    expect(await planOf(project)).toEqual(accepted);
  });

  test("may be other where contextAddFiles asks for it as it is", async () => {
    using project = createContext('{ contextAddFiles: "src" }', '{ contextAddFiles: "context/src" }');
    project.write({ "app/context/src/main": "changed\n", "app/context/src/new": "new\n" });
    const { images } = await project.run("app/build.ts");
    expect(project.inImage(images[0]?.reference, "cat", "/src/main", "/src/new")).toBe("changed\nnew");
  });
});

describe("a submodule", () => {
  const createWithSubmodule = (description: string): TestProject => {
    const project = createProject();
    const library = createProject();
    library.write({ lib: "one\n" });
    library.commit();
    project.write({
      "build.ts": `import { dockerfile, image, project } from "builder";
export const app = ${description};
export default project("${project.name}");
`,
      Dockerfile: `FROM ${testBase}\nCOPY vendor /vendor\n`,
    });
    project.git(
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "add",
      `file://${library.folder}`,
      "vendor/lib",
    );
    project.commit();
    library[Symbol.dispose]();
    return project;
  };

  const mapped = `image("app").from("${testBase}").git({ add: "/vendor", to: "/app" })`;

  test.each([
    ["a git mapping", mapped],
    ["a Dockerfile", 'dockerfile("app", {})'],
  ])("that %s takes files of must be as it is committed", async (_who, description) => {
    using project = createWithSubmodule(description);
    const plan = async (...flags: string[]) =>
      JSON.parse((await project.builder("plan", "--json", ...flags)).stdout).error;
    expect(await plan()).toBeUndefined();
    project.write({ "vendor/lib/lib": "two\n" });
    expect(await plan()).toMatchObject({
      code: "GIT.SUBMODULE_UNCLEAN",
      message: "the submodule vendor/lib has changes that are not committed",
      where: [{ line: 2 }],
    });
    expect(await plan("--loose-giterminism")).toBeUndefined();
    project.git("-C", "vendor/lib", "commit", "--quiet", "--all", "--message", "two");
    const moved = await plan();
    expect(moved).toMatchObject({
      code: "GIT.SUBMODULE_UNCLEAN",
      message: "the submodule vendor/lib is checked out at another commit than the project has",
    });
    expect(moved.next[0]).toBe("commit what is checked out: git add vendor/lib && git commit");
    project.commit();
    expect(await plan()).toBeUndefined();
  });

  test("that no image takes anything of may be as it likes", async () => {
    using project = createWithSubmodule(
      `image("app").from("${testBase}").git({ add: "/", excludePaths: "vendor", to: "/app" })`,
    );
    project.write({ "vendor/lib/lib": "two\n" });
    expect((await project.builder("plan")).exitCode).toBe(0);
  });
});

test("what is refused says where build.ts asks for it", async () => {
  using project = createStrictProject('env("CHANNEL", "stable") + files.get("VERSION")', "{}", { CHANNEL: "nightly" });
  project.write({ "app/VERSION": "1" });
  const where = async () => {
    const { error } = JSON.parse((await project.builder("plan", "app/build.ts", "--json")).stdout);
    return { code: error.code, line: error.where[0]?.line };
  };
  expect(await where()).toEqual({ code: "GIT.UNCOMMITTED", line: 2 });
  project.commit();
  expect(await where()).toEqual({ code: "GITERMINISM.ENV", line: 2 });
});
