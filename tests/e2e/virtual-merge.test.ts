import { expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, docker, type TestProject } from "../support/project.ts";

/** A project with `main` and the branch `feature`, which is one commit ahead. */
function createBranches(): TestProject {
  const project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").git({ to: "/app", stageDependencies: { install: "package.json" } })
  .install("cat /app/package.json > /installed");
export default project("${project.name}");
`,
    "package.json": "{}",
    "main.txt": "1",
  });
  project.commit();
  project.git("checkout", "--quiet", "-b", "feature");
  project.write({ "feature.txt": "1" });
  project.commit();
  return project;
}

function commitTo(project: TestProject, branch: string, files: Readonly<Record<string, string>>): void {
  project.git("checkout", "--quiet", branch);
  project.write(files);
  project.commit();
}

/** Checks out what a CI system makes up for a merge request; the one that it made before is not in this clone any more. */
function checkOutMerge(project: TestProject, branch = "feature"): string {
  project.git("checkout", "--quiet", "--detach", "main");
  project.git("merge", "--quiet", "--no-ff", "--message", `merge of ${Math.random()}`, branch);
  project.git("reflog", "expire", "--expire=now", "--all");
  project.git("gc", "--quiet", "--prune=now");
  return project.git("rev-parse", "HEAD");
}

test("the stages of a virtual merge are used for the next merge of the same branch, and for no other", {
  timeout: 180_000,
}, async () => {
  using project = createBranches();
  const merge = checkOutMerge(project);
  const first = await project.run("--virtual-merge");
  expect(builtStages(first)).toEqual(["from", "gitArchive", "install"]);
  const labels = JSON.parse(docker("inspect", "--format", "{{json .Config.Labels}}", first.images[0]?.reference ?? ""));
  const ofMerge = Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => {
      const short = /^werf-git-[0-9a-f]+-(commit|virtual-merge.*)$/.exec(name)?.[1];
      return short === undefined ? [] : [[short, value]];
    }),
  );
  expect(ofMerge).toEqual({
    commit: merge,
    "virtual-merge": "true",
    "virtual-merge-from-commit": project.git("rev-parse", "feature"),
    "virtual-merge-into-commit": project.git("rev-parse", "main"),
  });

  // Another job makes another commit of the same merge.
  expect(checkOutMerge(project)).not.toBe(merge);
  expect(builtStages(await project.plan("--virtual-merge"))).toEqual([]);

  commitTo(project, "main", { "main.txt": "2" });
  commitTo(project, "feature", { "feature.txt": "2", "new.txt": "2" });
  checkOutMerge(project);
  const second = await project.run("--virtual-merge");
  expect(builtStages(second)).toEqual(["gitLatestPatch"]);
  const texts = project.inImage(second.images[0]?.reference, "sh", "-c", "cd /app && cat main.txt feature.txt new.txt");
  expect(texts).toBe("222");

  commitTo(project, "feature", { "package.json": "[]" });
  checkOutMerge(project);
  const third = await project.run("--virtual-merge");
  expect(builtStages(third)).toEqual(["install"]);
  expect(project.inImage(third.images[0]?.reference, "cat", "/installed", "/app/main.txt")).toBe("[]2");

  project.git("checkout", "--quiet", "-b", "other", "main");
  commitTo(project, "other", { "other.txt": "1" });
  checkOutMerge(project, "other");
  expect(builtStages(await project.run("--virtual-merge"))).toEqual(["gitArchive", "install"]);
});

test("the stages of a merge that nobody says is virtual are of that commit alone", async () => {
  using project = createBranches();
  checkOutMerge(project);
  await project.run();
  checkOutMerge(project);
  expect(builtStages(await project.plan())).toEqual(["gitArchive", "install"]);
});

test("a commit that merges nothing, and the work tree, are no virtual merges", async () => {
  using project = createBranches();
  const refused = (text: string, exitCode: number) => ({ exitCode, stderr: expect.stringContaining(text) });
  expect(await project.builder("plan", "--virtual-merge")).toMatchObject(refused("GIT.NOT_A_MERGE", 3));
  expect(await project.builder("plan", "--virtual-merge", "--dev")).toMatchObject(refused("USAGE.ARGUMENTS", 2));
});
