import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, reasonOf, type TestProject } from "../support/project.ts";

const unrelated = "new branch: the stage found belongs to an unrelated commit";

/** One image with one file, `content.txt`; its first commit is on main and not built. */
function createBranchProject(options = ""): TestProject {
  const project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").git({ to: "/app" }).install("cat /app/content.txt > /installed");
export default project("${project.name}"${options});
`,
    "content.txt": "root",
  });
  project.commit("root");
  return project;
}

const content = (project: TestProject, reference: string | undefined): string =>
  project.inImage(reference, "cat", "/app/content.txt");

describe("a stage is only used for commits that descend from its own", () => {
  test("a neighbouring branch does not get the stage of the other", async () => {
    using project = createBranchProject();
    project.git("checkout", "--quiet", "-b", "one");
    project.write({ "content.txt": "one", "only-in-one.txt": "x" });
    project.commit();
    await project.run();

    project.git("checkout", "--quiet", "-b", "two", "main");
    project.write({ "content.txt": "two" });
    project.commit();
    const report = await project.run();
    expect(builtStages(report)).toEqual(["gitArchive", "install"]);
    expect(reasonOf(report, "gitArchive")).toBe(unrelated);
    expect(project.inImage(report.images[0]?.reference, "ls", "/app")).not.toContain("only-in-one.txt");
    expect(content(project, report.images[0]?.reference)).toBe("two");
  });

  test("branches share the stage of their common ancestor", async () => {
    using project = createBranchProject();
    await project.run();
    for (const branch of ["one", "two"]) {
      project.git("checkout", "--quiet", "-b", branch, "main");
      project.write({ "content.txt": branch });
      project.commit();
      const report = await project.run();
      expect(builtStages(report)).toEqual(["gitLatestPatch"]);
      expect(content(project, report.images[0]?.reference)).toBe(branch);
    }
  });

  test("after a merge the oldest stage of either branch is used", async () => {
    using project = createBranchProject();
    project.git("checkout", "--quiet", "-b", "one");
    project.write({ "one.txt": "one" });
    project.commit();
    const one = await project.run();
    project.git("checkout", "--quiet", "-b", "two", "main");
    project.write({ "two.txt": "two" });
    project.commit();
    await project.run();

    project.git("merge", "--quiet", "--no-edit", "one");
    const merged = await project.run();
    expect(builtStages(merged)).toEqual(["gitLatestPatch"]);
    const archiveOf = (report: typeof one): string | undefined =>
      report.images[0]?.stages.find((stage) => stage.name === "gitArchive")?.reference;
    expect(archiveOf(merged)).toBe(archiveOf(one));
    const listing = project.inImage(merged.images[0]?.reference, "ls", "/app");
    expect(listing.split("\n")).toEqual(expect.arrayContaining(["one.txt", "two.txt"]));
  });

  test("after a rebase the stages of the old commits are not used", async () => {
    using project = createBranchProject();
    project.git("checkout", "--quiet", "-b", "topic");
    project.write({ "topic.txt": "topic" });
    project.commit();
    await project.run();
    project.git("checkout", "--quiet", "main");
    project.write({ "content.txt": "main moved on" });
    project.commit();
    project.git("checkout", "--quiet", "topic");
    project.git("rebase", "--quiet", "main");
    const report = await project.run();
    expect(builtStages(report)).toEqual(["gitArchive", "install"]);
    expect(reasonOf(report, "gitArchive")).toBe(unrelated);
    expect(content(project, report.images[0]?.reference)).toBe("main moved on");
  });

  test("after a force-push whose old commits are gone the image has the new content", async () => {
    using project = createBranchProject();
    project.write({ "content.txt": "to be dropped" });
    project.commit();
    await project.run();
    project.git("reset", "--quiet", "--hard", "HEAD~1");
    project.write({ "content.txt": "pushed by force" });
    project.commit();
    project.git("reflog", "expire", "--expire=now", "--all");
    project.git("gc", "--quiet", "--prune=now");
    const report = await project.run();
    expect(builtStages(report)).toEqual(["gitArchive", "install"]);
    expect(content(project, report.images[0]?.reference)).toBe("pushed by force");
  });
});

describe("a shallow clone", () => {
  const cloneShallow = (project: TestProject): { readonly folder: string; [Symbol.dispose](): void } => {
    const folder = mkdtempSync(join(tmpdir(), "builder-e2e-shallow-"));
    execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${project.folder}`, folder]);
    return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
  };

  test("fetches the history that it needs to use the stages of older commits", async () => {
    using project = createBranchProject();
    await project.run();
    project.write({ "content.txt": "newer" });
    project.commit();
    using clone = cloneShallow(project);
    const report = await project.run(join(clone.folder, "build.ts"));
    expect(builtStages(report)).toEqual(["gitLatestPatch"]);
    expect(content(project, report.images[0]?.reference)).toBe("newer");
  });

  test("builds anew where it may not fetch", async () => {
    using project = createBranchProject(", { allowUnshallow: false }");
    await project.run();
    project.write({ "content.txt": "newer" });
    project.commit();
    using clone = cloneShallow(project);
    const report = await project.run(join(clone.folder, "build.ts"));
    expect(builtStages(report)).toEqual(["gitArchive", "install"]);
    expect(content(project, report.images[0]?.reference)).toBe("newer");
  });
});
