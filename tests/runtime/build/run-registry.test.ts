import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRunRegistry } from "../../../runtime/build/run-registry.ts";
import { ensureBaseImage } from "../../support/base-image.ts";
import { testEngine } from "../../support/engine.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "builder-runs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const notedRuns = (): readonly string[] =>
  readdirSync(join(folder, "runs")).flatMap((engine) => readdirSync(join(folder, "runs", engine)));

test("a run lives from its beginning to its end", async () => {
  const registry = createRunRegistry({ BUILDER_CACHE_DIR: folder });
  expect(registry.hasDeadRuns()).toBe(false);
  const runId = await registry.beginRun();
  expect(runId).toMatch(new RegExp(`^[0-9a-f]{12}-${process.pid}-\\d+-[0-9a-f]{8}$`));
  expect([registry.isDead(runId), registry.hasDeadRuns()]).toEqual([false, false]);
  expect(notedRuns()).toEqual([runId]);
  await registry.endRun(runId);
  expect(notedRuns()).toEqual([]);
});

test("a run is dead when its process is gone or another has its number, and never when it is another machine's", async () => {
  const registry = createRunRegistry({ BUILDER_CACHE_DIR: folder });
  const runId = await registry.beginRun();
  const [machine, pid, ticks, random] = runId.split("-");
  expect(registry.isDead(`${machine}-4194305-${ticks}-${random}`)).toBe(true);
  expect(registry.isDead(`${machine}-${pid}-1-${random}`)).toBe(true);
  expect(registry.isDead(`000000000000-${pid}-1-${random}`)).toBe(false);
  expect(registry.isDead("somebody else's label")).toBe(false);
  const dead = `${machine}-${pid}-1-${random}`;
  for (const engine of readdirSync(join(folder, "runs"))) writeFileSync(join(folder, "runs", engine, dead), "");
  expect(registry.hasDeadRuns()).toBe(true);
  await createRunRegistry({ BUILDER_CACHE_DIR: folder, DOCKER_HOST: "tcp://another:2375" }).forgetDeadRuns();
  expect(registry.hasDeadRuns(), "those of another engine are another's to forget").toBe(true);
  await registry.forgetDeadRuns();
  expect(registry.hasDeadRuns(), "the engine may still be at work for it").toBe(true);
  const anHourAgo = Date.now() / 1000 - 3600;
  for (const engine of readdirSync(join(folder, "runs")))
    utimesSync(join(folder, "runs", engine, dead), anHourAgo, anHourAgo);
  await registry.forgetDeadRuns();
  expect(registry.hasDeadRuns()).toBe(false);
  expect(notedRuns()).toEqual([runId]);
});

test("what a run left that was killed in the middle of a stage is found and removed", async () => {
  const engine = testEngine();
  const image = await ensureBaseImage(engine);
  const runId = await killInStage(image);
  const registry = createRunRegistry({ BUILDER_CACHE_DIR: folder });
  expect([registry.isDead(runId), registry.hasDeadRuns()]).toEqual([true, true]);
  expect(await engine.sweep((each) => each === runId && registry.isDead(each))).toEqual([
    expect.stringMatching(/^container builder-killed-stage-/),
  ]);
  expect(await engine.sweep((each) => each === runId)).toEqual([]);
});

/** Bundles a program that begins a run and a stage, starts it, and kills it once the stage is running; returns the run's id. */
async function killInStage(image: string): Promise<string> {
  const { build } = await import("esbuild");
  const root = resolve(import.meta.dirname, "../../..");
  const program = join(folder, "program.cjs");
  await build({
    stdin: {
      resolveDir: root,
      contents: `
        import { createRunRegistry } from "./runtime/build/run-registry.ts";
        import { createDockerEngine } from "./runtime/engine/docker/create-docker-engine.ts";
        (async () => {
          const environment = process.env;
          const runId = await createRunRegistry(environment).beginRun();
          const spec = { image: ${JSON.stringify(image)}, runId, title: "killed stage" };
          const script = { commands: ["echo running; sleep 600"], env: {} };
          await createDockerEngine({ environment }).withContainer(spec, (container) =>
            container.run(script, () => console.log(runId), new AbortController().signal), new AbortController().signal);
        })();`,
    },
    bundle: true,
    platform: "node",
    format: "cjs",
    alias: { dockerode: createRequire(import.meta.url).resolve("dockerode") },
    external: ["cpu-features", "*.node"],
    outfile: program,
    logLevel: "error",
  });
  const env = { ...process.env, BUILDER_CACHE_DIR: folder };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  const runId = await new Promise<string>((settle, reject) => {
    child.stdout.once("data", (chunk: Buffer) => settle(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`the program ended with ${code}`)));
  });
  child.kill("SIGKILL");
  await new Promise((settle) => child.once("close", settle));
  return runId;
}
