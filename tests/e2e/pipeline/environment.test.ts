import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { docker } from "../../support/project.ts";

describe("the box of a pipeline", () => {
  test("sees variables from the machine, the file and build.ts, and secrets are seen by nobody else", async () => {
    const environment = {
      X_PUBLIC: "one",
      X_CHAINED: "$PUBLIC two",
      XXX_HIDDEN: "pr0tected",
      TOKEN: "t0ken'with\"quotes$HOME",
      OTHER: "not for boxes",
    };
    using project = createPipelineProject(
      `
export const test = pipeline("test")
  .box(base, { env: { BOX_SECRET: secret("TOKEN"), PLAIN: "$PUBLIC" } })
  .env({ MINE: secret("TOKEN") })
  .step(script("show", [
    'echo "$CHAINED, $HIDDEN, $PLAIN, $FROM_FILE, \${OTHER-unset}"',
    'echo "$MINE"; [ "$MINE" = "$BOX_SECRET" ] && echo "\${#MINE} characters"',
    'echo pr0t"ected" >&2; fail "cannot use $HIDDEN"',
  ]))
  .afterStep(script("wait", "echo ready; while [ ! -e /tmp/go ]; do sleep 0.1; done"));`,
      environment,
    );
    project.write({ ENVIRONMENT: '# comment\nX_FROM_FILE="a \\"b\\""\nX_PUBLIC=loses\n' });
    const running = runPipeline(project, "test");
    const [box = ""] = await boxes(project.name);
    const inspected = docker("inspect", box);
    expect(inspected).toContain("PLAIN=one");
    for (const value of ["pr0tected", "t0ken"]) expect(inspected).not.toContain(value);
    docker("exec", box, "/bin/touch", "/tmp/go");
    const { output, stderr, stdout } = await running;
    expect(output).toEqual([
      'one two, ***, one, a "b", unset',
      "***",
      "22 characters",
      "***",
      "failed: cannot use ***",
      "ready",
    ]);
    for (const value of ["pr0tected", "t0ken"]) expect(stderr + stdout).not.toContain(value);
  });

  test("gets the source without what is ignored, at the base path, and hands its output on", async () => {
    using project = createPipelineProject(`
export const test = pipeline("test")
  .box(base).basePath("/app").sourceDir("web")
  .step(script("look", "pwd; ls /app /app/web; readlink /app/link; /app/run.sh"))
  .step(script("make", "echo made > $WERCKER_OUTPUT_DIR/file; mkdir $WERCKER_OUTPUT_DIR/empty; cat $WERCKER_CACHE_DIR/count || true; echo x >> $WERCKER_CACHE_DIR/count; echo r > $WERCKER_REPORT_ARTIFACTS_DIR/report.txt"));
export const again = pipeline("again").box(base).step(script("list", "cat file; ls"));
export const all = workflow("all").run(test).run(again, { requires: test });`);
    project.write({
      "web/index.html": "",
      "node_modules/big": "",
      "run.sh": "#!/bin/sh\necho runs\n",
      ".werckerignore": "node_modules/\n*.log\n.git\n",
      "x.log": "",
    });
    project.symlink("link", "web/index.html");
    project.git("add", "--all");
    project.git("update-index", "--chmod=+x", "run.sh");
    project.commit();
    const { chmodSync } = await import("node:fs");
    chmodSync(join(project.folder, "run.sh"), 0o755);
    const first = await runPipeline(project, "test", "--artifacts", "out");
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.output).toEqual([
      "/app/web",
      "/app:",
      "build.ts",
      "link",
      "run.sh",
      "web",
      "",
      "/app/web:",
      "index.html",
      "web/index.html",
      "runs",
      "cat: can't open '/pipeline/cache/count': No such file or directory",
    ]);
    expect(readFileSync(join(project.folder, "out/test/output/file"), "utf8")).toBe("made\n");
    expect(existsSync(join(project.folder, "out/test/output/empty"))).toBe(true);
    expect(readFileSync(join(project.folder, "out/test/make/report.txt"), "utf8")).toBe("r\n");
    const second = await runPipeline(project, "all");
    expect(second.output.slice(-4)).toEqual(["x", "made", "empty", "file"]);
    expect(second.report.pipelines?.map(({ run, ok }) => [run, ok])).toEqual([
      ["test", true],
      ["again", true],
    ]);
  });

  test("hands no output on that is larger than 5000 MB, and nothing of it stays on this machine", async () => {
    using project = createPipelineProject(`
export const test = pipeline("test").box(base)
  .step(script("make", "echo small > $WERCKER_OUTPUT_DIR/a; busybox truncate -s 5500M $WERCKER_OUTPUT_DIR/big"))
  .afterStep(script("after", 'echo "$WERCKER_RESULT: $WERCKER_FAILED_STEP_MESSAGE"'));`);
    const { exitCode, report, output } = await runPipeline(project, "test", "--artifacts", "out");
    expect([exitCode, report.error?.code]).toEqual([1, "PIPELINE.OUTPUT_TOO_LARGE"]);
    expect(report.error?.message).toContain("Size exceeds maximum size of 5000MB");
    expect(output).toEqual([expect.stringContaining("failed: ")]);
    expect(existsSync(join(project.folder, "out/test/output/big"))).toBe(false);
  });

  test("goes on after a checkpoint, with the files that it had", async () => {
    using project = createPipelineProject(`
export const test = pipeline("test").box(base)
  .step(script("slow", "echo slow; echo kept > /kept"))
  .step(script("keeper", "echo keeper", { checkpoint: "deps" }))
  .step(script("rest", "cat /kept"))
  .target("other", script("target", "echo target"));`);
    expect((await runPipeline(project, "test", "--checkpoint", "deps")).report.error?.code).toBe(
      "PIPELINE.NO_CHECKPOINT",
    );
    expect((await runPipeline(project, "test")).output).toEqual(["slow", "keeper", "kept"]);
    expect((await runPipeline(project, "test", "--checkpoint", "deps")).output).toEqual(["kept"]);
    expect((await runPipeline(project, "test", "--target", "other")).output).toEqual(["target"]);
    docker("rmi", `builder-checkpoint/${project.name}/test:w-deps`);
  });

  test("has the project itself when it is mounted", async () => {
    using project = createPipelineProject(`
export const test = pipeline("test").box(base).basePath("/app")
  .step(script("write", "pwd > written"));`);
    await runPipeline(project, "test", "--direct-mount");
    expect(readFileSync(join(project.folder, "written"), "utf8")).toBe("/app\n");
  });
});

/** Boxes of a project's pipelines that run, known by the application that they were told of. */
async function boxes(project: string): Promise<readonly string[]> {
  for (let tries = 0; tries < 300; tries += 1) {
    const names = docker("ps", "--filter", "name=wercker-pipeline-", "--format", "{{.Names}}")
      .split("\n")
      .filter(Boolean);
    const found = names.filter((name) => isReady(name, project));
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return [];
}

function isReady(name: string, project: string): boolean {
  try {
    return docker("exec", name, "/bin/grep", "-l", project, "/pipeline/source/build.ts") !== "";
  } catch {
    return false;
  }
}
