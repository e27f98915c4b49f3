import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";

/** What wercker's own test projects show, each in a project of our own. */
describe("as in wercker", () => {
  test("the shell is bash where the box has it, sh elsewhere, and a failing step keeps later ones from running", async () => {
    using project = createPipelineProject(`
const withBash = image("with-bash").from(base).install("cp /.builder/bin/bash /bin/bash").final(false);
const show = script("show", 'echo "shell $0"; list=(1 2) && echo "\${#list[@]}"');
const plain = script("show", 'echo "shell $0"');
export const bash = pipeline("bash").box(withBash).step(show);
export const sh = pipeline("sh").box(base).step(plain);
export const asked = pipeline("asked").box(withBash, { cmd: "/bin/sh" }).step(plain);
export const first = pipeline("first").box(withBash).step(script("one", "echo first fail; false; echo never"), script("two", "echo second fail"));
export const shebang = pipeline("shebang").box(base).step(script("one", "#!/bin/sh\\nfalse"), script("two", "echo second fail"));`);
    const said: unknown[] = [];
    for (const name of ["bash", "sh", "asked", "first", "shebang"]) {
      const { exitCode, output, report } = await runPipeline(project, name);
      said.push([name, exitCode, output, report.pipelines?.[0]?.steps.map((step) => step.exitCode)]);
    }
    expect(said).toEqual([
      ["bash", 0, ["shell /bin/bash", "2"], [0]],
      ["sh", 0, ["shell /bin/sh"], [0]],
      ["asked", 0, ["shell /bin/sh"], [0]],
      // The shell ends with the command that fails: its own code is told, not that of a lost connection.
      ["first", 1, ["first fail"], [1]],
      ["shebang", 1, [], [1]],
    ]);
  });

  test("a deploy pipeline has variables of its own, and the steps of its target where it has that", async () => {
    using project = createPipelineProject(`
export const deploy = pipeline("deploy", { mode: "deploy" }).box(base)
  .step(script("show", 'echo "$DEPLOY|\${CI-unset}|\${BUILD-unset}|$WERCKER_DEPLOYTARGET_NAME"; [ -n "$WERCKER_DEPLOY_ID" ] && echo "$WERCKER_GIT_BRANCH \${#WERCKER_GIT_COMMIT}"'))
  .target("production", script("production", 'echo "to $WERCKER_DEPLOYTARGET_NAME"'));
export const build = pipeline("build").box(base)
  .step(script("show", 'echo "\${DEPLOY-unset}|$CI|$BUILD|$WERCKER|$WERCKER_ROOT|$WERCKER_SOURCE_DIR|$WERCKER_OUTPUT_DIR|$WERCKER_CACHE_DIR"; [ "$WERCKER_BUILD_ID" = "$WERCKER_RUN_ID" ] && echo "$WERCKER_APPLICATION_NAME"'));`);
    const outputs = [
      (await runPipeline(project, "deploy")).output,
      (await runPipeline(project, "deploy", "--target", "production")).output,
      (await runPipeline(project, "deploy", "--target", "other")).output,
      (await runPipeline(project, "build")).output,
    ];
    expect(outputs).toEqual([
      ["true|unset|unset|", "main 40"],
      ["to production"],
      ["true|unset|unset|other", "main 40"],
      ["unset|true|true|true|/pipeline/source|/pipeline/source|/pipeline/output|/pipeline/cache", project.name],
    ]);
  });

  test("symbolic links come as they are: an absolute one leads to the box's own files", async () => {
    using project = createPipelineProject(`
export const test = pipeline("test").box(base)
  .step(script("look", "cat etc/passwd | head -n 1; readlink etc; readlink near/link; cat near/link; ls -l run.sh | cut -c 1-10"));`);
    project.write({ "near/file": "found\n" });
    project.symlink("etc", "/etc");
    project.symlink("near/link", "file");
    project.write({ "run.sh": "true\n" });
    project.commit();
    const { output, stderr } = await runPipeline(project, "test");
    expect(output, stderr).toEqual(["root:x:0:0:root:/root:/bin/sh", "/etc", "file", "found", "-rw-r--r--"]);
  });

  test("a workflow runs what is required first, hands outputs on, and ends with the first that fails", async () => {
    using project = createPipelineProject(`
const build = pipeline("build").box(base).step(script("make", 'echo "$WHO" > $WERCKER_OUTPUT_DIR/made'));
const show = pipeline("show", { mode: "deploy" }).box(base)
  .step(script("list", "find . -type f | sort; cat made second/made 2>/dev/null || true; echo from $FROM"))
  .target("fail", script("fail", "exit 3"));
export const all = workflow("all")
  .run(build)
  .run(build, { name: "second", requires: build, envFile: "second.env" })
  .run(show, { requires: ["build", "second"] })
  .run(show, { name: "one", requires: ["build", "second"], artifactsOf: "second", target: "none" });
export const breaks = workflow("breaks").run(build).run(show, { requires: build, target: "fail" }).run(build, { name: "never", requires: show });`);
    project.write({ ENVIRONMENT: "X_WHO=first\n", "second.env": "X_WHO=second\nX_FROM=file\n" });
    const all = await runPipeline(project, "all", "--artifacts", "out");
    expect(all.exitCode, all.stderr).toBe(0);
    expect(all.report.pipelines?.map(({ name, run, ok }) => [name, run, ok])).toEqual([
      ["build", "build", true],
      ["build", "second", true],
      ["show", "show", true],
      ["show", "one", true],
    ]);
    expect(all.output).toEqual([
      ...["./build/made", "./second/made", "second", "from"],
      ...["./made", "second", "from"],
    ]);
    expect(readFileSync(join(project.folder, "out/second/output/made"), "utf8")).toBe("second\n");
    const breaks = await runPipeline(project, "breaks");
    expect([breaks.exitCode, breaks.report.pipelines?.map(({ run, ok }) => [run, ok])]).toEqual([
      1,
      [
        ["build", true],
        ["show", false],
      ],
    ]);
  });

  test("a box may be an image of the file, which is built first, and a service may be one too", async () => {
    using project = createPipelineProject(`
export const app = image("app").from(base).install("echo built > /built").docker({ env: { MODE: "image" }, workdir: "/tmp" });
export const docker = dockerfile("docker", { context: "docker" });
export const test = pipeline("test").box(app).step(script("look", 'cat /built; echo "$MODE"; pwd'));
export const other = pipeline("other").box(docker).step(script("look", "cat /from-dockerfile"));`);
    project.write({ "docker/Dockerfile": "FROM builder-test/busybox:1\nRUN echo docker > /from-dockerfile\n" });
    project.commit();
    const first = await runPipeline(project, "test");
    expect(first.output, first.stderr).toEqual(["built", "image", "/pipeline/source"]);
    expect(first.report).toMatchObject({ images: [{ name: "app", action: "build" }], pipelines: [{ ok: true }] });
    const second = await runPipeline(project, "test", "other");
    expect(
      second.report.pipelines?.map(({ name, ok }) => [name, ok]),
      second.stderr,
    ).toEqual([
      ["test", true],
      ["other", true],
    ]);
    expect(second.output.at(-1)).toBe("docker");
    expect(second.report).toMatchObject({ images: [{ name: "app", action: "reuse" }, { name: "docker" }] });
  });
});
