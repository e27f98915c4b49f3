import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkMachine } from "../../../runtime/setup/check-machine.ts";
import { missingPackages } from "../../../runtime/setup/install-packages.ts";
import { runCommand } from "../../../runtime/setup/run-command.ts";
import { setUpMachine } from "../../../runtime/setup/set-up-machine.ts";

const never = new AbortController().signal;

test("a machine that is set up has nothing to fix, and setting it up again takes no step", async () => {
  const steps: string[] = [];
  await setUpMachine({ onStep: (step) => steps.push(step), signal: never });
  expect(steps).toEqual([]);
  const findings = await checkMachine();
  expect(findings.map(({ name, ok, fix }) => ({ name, ok, fix }))).toEqual(
    ["Node.js", "git", "container engine", "toolchain"].map((name) => ({ name, ok: true, fix: undefined })),
  );
});

test("setting up makes a toolchain where there is none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "builder-setup-"));
  await setUpMachine({ onStep: () => {}, signal: never, environment: { ...process.env, BUILDER_CACHE_DIR: folder } });
  expect(readdirSync(join(folder, "toolchain"))).toEqual([expect.stringMatching(/^2-x64-.*\.tar\.gz$/)]);
  rmSync(folder, { recursive: true });
});

test("an engine that does not answer is found, with what repairs it", async () => {
  const findings = await checkMachine({ ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" });
  expect(findings.find(({ name }) => name === "container engine")).toEqual({
    name: "container engine",
    ok: false,
    detail: expect.stringContaining("unix:///nowhere/docker.sock"),
    fix: "builder setup",
  });
});

test("an engine elsewhere that does not answer is not started", async () => {
  const environment = { ...process.env, DOCKER_HOST: "unix:///nowhere/docker.sock" };
  await expect(setUpMachine({ onStep: () => {}, signal: never, environment })).rejects.toMatchObject({
    code: "SETUP.FOREIGN_ENGINE",
    message: expect.stringContaining("unix:///nowhere/docker.sock"),
  });
});

test("only what is missing is installed", () => {
  expect(missingPackages(process.env, { engine: true, toolchain: true })).toEqual([]);
});

test("a command that fails tells its last lines", async () => {
  const failing = runCommand("sh", ["-c", "seq 30; echo why >&2; exit 3"], never);
  await expect(failing).rejects.toMatchObject({
    code: "SETUP.COMMAND_FAILED",
    message: "`sh -c seq 30; echo why >&2; exit 3` ended with exit code 3.",
    why: expect.stringMatching(/30\nwhy$/),
  });
});
