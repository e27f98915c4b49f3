import { expect, test } from "vitest";
import { atTerminal } from "../../support/at-terminal.ts";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { docker } from "../../support/project.ts";

const source = `
export const test = pipeline("test").box(base).env({ MINE: "my value" })
  .step(script("ok", "echo kept > /kept"), script("bad", "exit 3"))
  .afterStep(script("after", "echo $WERCKER_RESULT; cat /typed"));`;

test("a step that fails leaves the box to the person at the terminal, and then takes its course", async () => {
  using project = createPipelineProject(source);
  const { exitCode, screen } = await atTerminal(
    project.folder,
    ["run", "test", "--attach-on-error", "--progress", "plain"],
    [
      { after: /a shell in the box is open[\s\S]*# /, text: 'cat /kept; echo "<$MINE>"; pwd; echo typed > /typed\n' },
      { after: /<my value>[\s\S]*# /, text: "exit 0\n" },
    ],
  );
  expect(screen).toMatch(/kept\s+<my value>\s+\/pipeline\/source/);
  expect(screen).toMatch(/the shell is closed[\s\S]*failed\s+[\s\S]*typed\s+[\s\S]*PIPELINE\.STEP_FAILED/);
  expect(exitCode).toBe(1);
});

test("their shell is like that of the steps when it failed: its folder, variables and, of bash, functions", async () => {
  using project = createPipelineProject(`
const withBash = image("with-bash").from(base).install("cp /.builder/bin/bash /bin/bash").final(false);
const first = script("first", ["export LATER='two", "lines' SECRET_COPY=$TOKEN; mkdir '/a b'; cd '/a b'", 'greet() { echo "greet $LATER"; }']);
export const dies = pipeline("dies").box(base).env({ MINE: "old", TOKEN: secret("TOKEN") })
  .step(first, script("bad", "cd '/a b'; export MINE=new BROKEN=yes; unset GONE; false"));
export const lives = pipeline("lives").box(withBash)
  .step(first, script("bad", "#!/bin/sh\\ncd '/a b'; export MINE=new; (exit 4)"));
export const hangs = pipeline("hangs").box(base).timeouts({ noResponse: "6s" })
  .step(first, script("bad", "export MINE=unknown; sleep 600"));`);
  const environment = { TOKEN: "t0ken-value" };
  const look = 'echo "[$LATER|$MINE|$BROKEN|${#SECRET_COPY}|$PWD]"; ls /pipeline; greet; exit 0\n';
  const screens = new Map<string, string>();
  for (const pipeline of ["dies", "lives", "hangs"]) {
    const typed = [{ after: /a shell in the box is open[\s\S]*# /, text: look }];
    const args = ["run", pipeline, "--attach-on-error", "--progress", "plain"];
    const { exitCode, screen } = await atTerminal(project.folder, args, typed, environment);
    expect(exitCode, screen).toBe(1);
    screens.set(pipeline, screen.replaceAll("\r", ""));
  }
  expect(screens.get("dies")).toContain("[two\nlines|new|yes|11|/a b]");
  expect(screens.get("lives")).toContain("[two\nlines|new||0|/a b]");
  expect(screens.get("lives")).toContain("greet two\nlines\n");
  // Of one that takes too long, what was before it.
  expect(screens.get("hangs")).toContain("[two\nlines|||0|/a b]");
  for (const screen of screens.values()) expect(screen).not.toMatch(/t0ken-value|shell-\S+\.sh/);
});

test("without a terminal nobody is asked", async () => {
  using project = createPipelineProject(source);
  const { exitCode, stderr } = await runPipeline(project, "test", "--attach-on-error");
  expect(stderr).toContain("--attach-on-error opens a shell on a terminal, and there is none");
  expect(exitCode).toBe(1);
});

test("a box that is kept can be looked into later, with its files and variables", async () => {
  using project = createPipelineProject(source);
  const type = [{ after: /a shell in the box is open[\s\S]*# /, text: 'cat /kept; echo "<$MINE>"; exit 7\n' }] as const;
  const none = await atTerminal(project.folder, ["shell", "test"], type);
  expect([none.exitCode, none.screen.includes("PIPELINE.NO_BOX")]).toEqual([1, true]);
  await runPipeline(project, "test", "--keep-box");
  const { exitCode, screen } = await atTerminal(project.folder, ["shell", "test"], type);
  expect(screen).toMatch(/kept\s+<my value>/);
  expect(exitCode).toBe(7);
  const kept = docker("ps", "--all", "--quiet", "--filter", `label=builder.pipeline=${project.name}/test`);
  docker("rm", "--force", kept);
});
