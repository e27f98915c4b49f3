import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { makeTemporaryFolder } from "../support/git-repo.ts";
import { createProject, docker, type TestProject } from "../support/project.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";

interface Report {
  readonly address: string;
  readonly results: readonly {
    readonly kind: string;
    readonly name: string;
    readonly action: string;
    readonly reason: string;
  }[];
}

let registry: TestRegistry;
const cache = makeTemporaryFolder();

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(async () => {
  await registry.stop();
  rmSync(cache, { recursive: true, force: true });
});

/** Two branches whose stages have only the base in common; nothing is kept for its age. */
function writeBranches(project: TestProject): { readonly main: string; readonly feature: string } {
  const write = (content: string): string => {
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").setup("echo ${content} > /content");
export default project("${project.name}", { cleanup: { disableBuiltWithinLastNHoursPolicy: true } });
`,
    });
    return project.commit();
  };
  const main = write("main");
  project.git("checkout", "--quiet", "-b", "feature");
  return { main, feature: write("feature") };
}

async function cleanup(project: TestProject, ...args: string[]): Promise<Report> {
  const result = await project.builder("cleanup", "--json", ...args);
  if (result.exitCode !== 0) throw new Error(`${result.exitCode}\n${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout);
}

/** Action and reason of each stage, by the names that reports of runs have. */
function stagesOf({ results }: Report): Readonly<Record<string, string>> {
  const stages = results.filter(({ kind }) => kind === "stage");
  return Object.fromEntries(
    stages.map(({ name, action, reason }) => [name.slice(name.lastIndexOf(":") + 1), `${action}: ${reason}`]),
  );
}

function idsOf(report: {
  readonly images: readonly { readonly stages: readonly { readonly reference?: string }[] }[];
}): string[] {
  return report.images.flatMap(({ stages }) =>
    stages.map(({ reference = "" }) => reference.slice(reference.lastIndexOf(":") + 1)),
  );
}

describe.each(["the engine", "a registry"])("builder cleanup of %s", (place) => {
  test("removes what a deleted branch needed, keeps what main needs and what that is made of, and says why of each", async () => {
    using project = createProject({ BUILDER_CACHE_DIR: cache });
    const repo = place === "the engine" ? [] : ["--repo", `${registry.host}/${project.name}`];
    const { main, feature } = writeBranches(project);
    const [from = "", old = ""] = idsOf(await project.run(...repo));
    project.git("checkout", "--quiet", "main");
    const [, kept = ""] = idsOf(await project.run(...repo));

    const before = stagesOf(await cleanup(project, "--dry-run", ...repo));
    expect(Object.keys(before).sort()).toEqual([from, old, kept].sort());
    expect(before[old]).toBe(`keep: app of commit ${feature.slice(0, 12)} on branch feature`);

    project.git("branch", "-D", "feature");
    const expected = {
      [from]: `keep: parent of ${kept.slice(0, 12)}…-${kept.slice(-13)}, which stays`,
      [old]: "remove: no branch or tag needs it",
      [kept]: `keep: app of commit ${main.slice(0, 12)} on branch main`,
    };
    expect(stagesOf(await cleanup(project, "--dry-run", ...repo))).toEqual(expected);
    expect(stagesOf(await cleanup(project, ...repo))).toEqual(expected);
    const { [old]: _, ...left } = expected;
    const again = await cleanup(project, ...repo);
    expect(stagesOf(again)).toEqual(left);
    expect(again.results.filter(({ action }) => action !== "keep")).toEqual([]);
    expect(idsOf(await project.plan(...repo))).toEqual([from, kept]);
  });

  test("purge removes everything of the project and nothing else", async () => {
    using project = createProject({ BUILDER_CACHE_DIR: cache });
    using other = createProject({ BUILDER_CACHE_DIR: cache });
    const repoOf = ({ name }: TestProject): string[] =>
      place === "the engine" ? [] : ["--repo", `${registry.host}/${name}`];
    for (const each of [project, other]) {
      writeBranches(each);
      await each.run(...repoOf(each));
    }
    const dry = await project.builder("purge", "--dry-run", ...repoOf(project));
    expect(dry.stdout).toMatch(/: \d+ things would be removed, 0 kept\n$/);
    expect((await cleanup(project, "--dry-run", ...repoOf(project))).results).not.toEqual([]);
    expect((await project.builder("purge", ...repoOf(project))).exitCode).toBe(0);
    expect((await cleanup(project, "--dry-run", ...repoOf(project))).results).toEqual([]);
    expect((await cleanup(other, "--dry-run", ...repoOf(other))).results).not.toEqual([]);
  });
});

test("a stage that a container uses stays, and that is said", async () => {
  using project = createProject({ BUILDER_CACHE_DIR: cache });
  writeBranches(project);
  const reference = (await project.run()).images[0]?.reference ?? "";
  const container = docker("create", "--entrypoint", "true", reference);
  try {
    const { exitCode, stdout } = await project.builder("purge", "--json");
    const report: Report = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(report.results.find(({ name }) => name === reference)).toMatchObject({ action: "failed" });
    expect(docker("inspect", "--format", "{{.Id}}", reference)).toMatch(/^sha256:/);
  } finally {
    docker("rm", container);
  }
});
