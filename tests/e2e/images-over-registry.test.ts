import { execFileSync, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { createMachine, type Machine } from "../support/machine.ts";
import {
  builtStages,
  createProject,
  docker,
  forgetImages,
  type Report,
  referenceOf,
  type TestProject,
} from "../support/project.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";

const minutes = 60_000;
let registry: TestRegistry;

beforeAll(async () => {
  registry = await startRegistry();
});
/** Bases that tests have made; stages are built on them as long as the tests run. */
const bases: string[] = [];

afterAll(async () => {
  for (const id of bases) spawnSync("docker", ["rmi", "--force", id], { stdio: "ignore" });
  await registry.stop();
});

/** The images that were built, each with its stages. */
function built(report: Report): Record<string, string[]> {
  const images = report.images.map(({ name }) => [name, builtStages(report, name)] as const);
  return Object.fromEntries(images.filter(([, stages]) => stages.length > 0));
}

describe.each(["builder", "werf-1.2"])("with the stages in a registry alone, by digests of %s", (digests) => {
  test("files and values of other images are taken from there", { timeout: 3 * minutes }, async () => {
    using project = createProject();
    const buildTs = (to: string): string => `import { artifact, dockerfile, image, project } from "builder";
const made = artifact("made").from("${testBase}").install("mkdir /out && echo made > /out/file");
export const base = image("base").from("${testBase}").fromCacheVersion("base").install("echo base > /base");
export const app = image("app").from("${testBase}").fromCacheVersion("app")
  .import(made, { add: "/out", to: "${to}", after: "install" })
  .dependencies(base, { after: "setup", env: { BASE: "ImageName", DIGEST: "ImageDigest" } });
export const recipe = dockerfile("recipe", {
  dependencies: [{ image: base, args: { BASE: "ImageName", DIGEST: "ImageDigest", ID: "ImageID" } }],
});
export default project("${project.name}", { digests: "${digests}" });
`;
    const dockerfile = (text: string) =>
      `ARG BASE\nFROM $BASE\nARG DIGEST\nARG ID\nRUN echo "${text} $DIGEST $ID" > /values\n`;
    const repo = `${registry.host}/images/${digests}`;
    const run = async (machine: Machine, files: Readonly<Record<string, string>>): Promise<Report> => {
      project.write(files);
      project.commit();
      return machine.run(project, "--repo", repo);
    };
    using first = createMachine();
    const before = await run(first, { "build.ts": buildTs("/one"), Dockerfile: dockerfile("one") });
    expect(Object.keys(built(before)).sort()).toEqual(["app", "base", "made", "recipe"]);

    forgetImages(project);
    using second = createMachine();
    const after = await run(second, { "build.ts": buildTs("/two"), Dockerfile: dockerfile("two") });
    expect(built(after)).toEqual({
      app: ["dependenciesAfterInstall", "dependenciesAfterSetup"],
      recipe: ["dockerfile"],
    });
    expectValues(project, after);

    // A machine that has nothing of it, for a commit that changes nothing.
    forgetImages(project);
    using third = createMachine();
    expect(built(await third.run(project, "--repo", repo))).toEqual({});
  });
});

function expectValues(project: TestProject, report: Report): void {
  const [app, recipe, base] = ["app", "recipe", "base"].map((name) => referenceOf(report, name));
  expect(project.inImage(app, "cat", "/two/file")).toBe("made");
  docker("pull", "--quiet", base ?? "");
  const { Id, RepoDigests } = JSON.parse(docker("inspect", base ?? ""))[0];
  const digest = String(RepoDigests.find((one: string) => one.startsWith(registry.host))).split("@")[1];
  const { Env } = JSON.parse(docker("inspect", app ?? ""))[0].Config;
  expect(Env).toEqual(expect.arrayContaining([`BASE=${base}`, `DIGEST=${digest}`]));
  expect(project.inImage(recipe, "cat", "/base", "/values")).toBe(`base\ntwo ${digest} ${Id}`);
}

test("the latest base is what the registry has, where that is asked for", { timeout: 3 * minutes }, async () => {
  const base = `${registry.host}/bases/base:1`;
  /** Gives the engine a base of this content; returns its id. */
  const make = (content: string): string => {
    const input = `FROM ${testBase}\nRUN echo ${content} > /content\n`;
    execFileSync("docker", ["build", "--quiet", "--tag", base, "-"], { input, stdio: ["pipe", "ignore", "ignore"] });
    const id = docker("inspect", "--format", "{{.Id}}", base);
    bases.push(id);
    return id;
  };
  using project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
export const any = image("any").from("${base}").fromCacheVersion("any").setup("cat /content > /seen");
export const latest = image("latest").from("${base}").fromLatest().setup("cat /content > /seen");
export default project("${project.name}", { giterminism: { fromLatest: true } });
`,
  });
  project.commit();
  const codeOf = async (name: string): Promise<string> =>
    JSON.parse((await project.builder("run", "--json", "--progress", "quiet", name)).stdout).error?.code;
  const seen = (report: Report, name: string) => project.inImage(referenceOf(report, name), "cat", "/seen");
  try {
    expect([await codeOf("any"), await codeOf("latest")]).toEqual(["ENGINE.IMAGE_NOT_FOUND", "BUILD.NO_LATEST"]);

    const local = make("local");
    const onLocal = await project.run("any");
    expect(seen(onLocal, "any")).toBe("local");
    expect(await codeOf("latest")).toBe("BUILD.NO_LATEST");

    docker("push", "--quiet", base);
    const current = await project.run();
    expect(built(current)).toEqual({ latest: ["from", "setup"] });
    expect(seen(current, "latest")).toBe("local");
    expect(built(await project.run())).toEqual({});

    // The tag moves, and the engine still has the image that it pointed to.
    make("moved");
    docker("push", "--quiet", base);
    docker("tag", local, base);
    const moved = await project.run();
    expect(built(moved)).toEqual({ latest: ["from", "setup"] });
    expect([seen(moved, "any"), seen(moved, "latest")]).toEqual(["local", "moved"]);

    // What is not in the engine is pulled for either of them.
    project.write({ "build.ts": project.git("show", "HEAD:build.ts").replace('sion("any")', 'sion("again")') });
    project.commit();
    removeTag(base);
    const pulled = await project.run();
    expect(built(pulled)).toEqual({ any: ["from", "setup"] });
    expect(seen(pulled, "any")).toBe("moved");
  } finally {
    removeTag(base);
  }
});

function removeTag(reference: string): void {
  docker("rmi", "--force", reference);
}
