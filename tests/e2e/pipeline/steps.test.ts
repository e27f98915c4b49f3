import { describe, expect, test } from "vitest";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";

describe("the steps of a pipeline", () => {
  test("share one shell, know their folder and properties, and say what came of them", async () => {
    using project = createPipelineProject(`
export const test = pipeline("test")
  .box(base, { env: { greeting: "hi" } })
  .step(script("first", "X=5; say() { echo \\"$GREETING $X $1\\"; }; export E=exported; cd /tmp"))
  .step(script("second", "pwd; say $E; echo $0", { cwd: "sub dir" }))
  .step(step("file://steps/hello", { who: "$E", "is-loud": true }, { name: "greet" }))
  .step(script("shebang", "#!/bin/sh\\nfalse\\necho still here"));`);
    project.write({
      "sub dir/file": "",
      "steps/hello/wercker-step.yml":
        "name: hello\nproperties:\n  who:\n    required: true\n  times:\n    default: 1.10\n",
      "steps/hello/init.sh": "prefix=from-init\n",
      "steps/hello/run.sh":
        'echo "$prefix $WERCKER_HELLO_WHO $WERCKER_HELLO_TIMES $WERCKER_HELLO_IS_LOUD"\nls "$WERCKER_STEP_ROOT"\nsetMessage "all good"\ncat\nexport LATER=1\n',
    });
    project.commit();
    const { exitCode, output, report } = await runPipeline(project, "test");
    expect.soft(exitCode).toBe(0);
    expect(output).toEqual([
      "/pipeline/source/sub dir",
      "hi 5 exported",
      "/bin/sh",
      "from-init exported 1.10 true",
      "init.sh",
      "run.sh",
      "wercker-step.yml",
      "still here",
    ]);
    expect(
      report.pipelines?.[0]?.steps.map(({ name, ok, exitCode: code, message }) => [name, ok, code, message]),
    ).toEqual([
      ["first", true, 0, undefined],
      ["second", true, 0, undefined],
      ["greet", true, 0, "all good"],
      ["shebang", true, 0, undefined],
    ]);
  });

  test("end with the first that fails, after-steps learn the result, and the place in build.ts is told", async () => {
    using project = createPipelineProject(`
export const test = pipeline("test")
  .box(base)
  .step(script("kept", "echo kept > $WERCKER_CACHE_DIR/file; export FROM=steps"))
  .step(script("boom", "echo before\\nfail no luck\\necho never"))
  .step(script("never", "echo second"))
  .afterStep(script("notify", "echo $WERCKER_RESULT, $WERCKER_FAILED_STEP_DISPLAY_NAME, $WERCKER_FAILED_STEP_MESSAGE; cat $WERCKER_CACHE_DIR/file"))
  .afterStep(script("broken", "exit 4"), script("last", "echo last"));`);
    const { exitCode, output, report, stderr } = await runPipeline(project, "test");
    expect.soft(exitCode).toBe(1);
    expect(output).toEqual(["before", "failed: no luck", "failed, boom, no luck", "kept"]);
    expect(report.error).toMatchObject({
      code: "PIPELINE.STEP_FAILED",
      message: 'pipeline "test": step "boom" failed: no luck',
      why: "before\nfailed: no luck",
    });
    expect(stderr).toContain("at build.ts:8:");
    expect(report.pipelines?.[0]?.steps.map(({ name, phase, ok, exitCode: code }) => [name, phase, ok, code])).toEqual([
      ["kept", "steps", true, 0],
      ["boom", "steps", false, 1],
      ["notify", "after-steps", true, 0],
      ["broken", "after-steps", false, 4],
    ]);
  });

  test("that are silent, or take too long, are ended", async () => {
    using project = createPipelineProject(`
export const silent = pipeline("silent").box(base).timeouts({ noResponse: "6s" })
  .step(script("quiet", "echo said; sleep 60")).afterStep(script("after", "echo $WERCKER_RESULT"));
export const slow = pipeline("slow").box(base).timeouts({ command: "6s" })
  .step(script("busy", "while true; do echo busy; sleep 0.5; done"));`);
    const silent = await runPipeline(project, "silent");
    expect.soft(silent.exitCode).toBe(1);
    expect(silent.output).toEqual(["said", "failed"]);
    expect(silent.report.error).toMatchObject({ code: "PIPELINE.NO_RESPONSE", why: "said" });
    const slow = await runPipeline(project, "slow");
    expect(slow.report.error?.code).toBe("PIPELINE.TIMEOUT");
  });

  test("that cannot be found are an error before anything is started, which says how to keep them", async () => {
    using project = createPipelineProject(`
export const unknown = pipeline("unknown").box(base).step(step("acme/no-such-step@1.2.3"));
export const needs = pipeline("needs").box(base).step(step("./steps/hello"));
export const folder = pipeline("folder").box(base).step(step("file://nowhere"));
export const secretive = pipeline("secretive").box(base).env({ A: secret("NOT_SET_ANYWHERE") });`);
    project.write({ "steps/hello/step.yml": "properties:\n  - name: who\n    required: true\n" });
    project.commit();
    const codes = [];
    for (const name of ["unknown", "needs", "folder", "secretive"]) {
      const { exitCode, report, stderr } = await runPipeline(project, name);
      codes.push([exitCode, report.error?.code]);
      if (name === "unknown") expect(stderr).toContain('step("file://steps/no-such-step")');
      if (name === "needs") expect(stderr).toContain("who");
    }
    expect(codes).toEqual([
      [3, "PIPELINE.UNKNOWN_STEP"],
      [3, "PIPELINE.STEP_PROPERTY_MISSING"],
      [3, "PIPELINE.STEP_FOLDER"],
      [1, "PIPELINE.SECRET_MISSING"],
    ]);
  });

  test("of a repository are fetched at a tag", async () => {
    using steps = createPipelineProject(`export const none = pipeline("none").box(base);`);
    steps.write({ "deploy/step.yml": "name: deploy\n", "deploy/run.sh": "echo one $WERCKER_DEPLOY_TO\n" });
    steps.commit();
    steps.git("tag", "v1");
    steps.write({ "deploy/run.sh": "echo two\n" });
    steps.commit();
    using project = createPipelineProject(`
export const test = pipeline("test").box(base)
  .step(step("git+file://${steps.folder}#v1:deploy", { to: "there" }));`);
    const { output } = await runPipeline(project, "test");
    expect(output).toEqual(["one there"]);
  });
});
