import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { makeTemporaryFolder } from "../support/git-repo.ts";
import { createProject, docker, type TestProject } from "../support/project.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";

/** More rounds than the usual one, for those who have the time. */
const rounds = Number(process.env.BUILDER_TEST_ROUNDS ?? 2);
const processes = 3;
const cli = resolve(import.meta.dirname, "../../dist/cli.js");
const cache = makeTemporaryFolder();
let registry: TestRegistry;
let redis: TestRedis;

beforeAll(async () => {
  registry = await startRegistry();
  redis = await startRedis();
});
afterAll(async () => {
  await redis.stop();
  await registry.stop();
  rmSync(cache, { recursive: true, force: true });
});

function createStages(): TestProject {
  const project = createProject({ BUILDER_CACHE_DIR: cache, BUILDER_LOCKS: redis.url });
  project.write({
    "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}")
  .beforeInstall("echo 1 > /one").install("echo 2 > /two").setup("sleep 0.3; echo 3 > /three");
export default project("${project.name}");
`,
  });
  project.commit();
  return project;
}

test("a process that is killed at any moment costs the next run nothing but its work", {
  timeout: 600_000,
}, async () => {
  for (let round = 0; round < rounds; round += 1) {
    using project = createStages();
    const repo = `${registry.host}/${project.name}`;
    const running = Array.from({ length: processes }, () => startRun(project, repo));
    await sleep(Math.random() * 4000);
    running[Math.floor(Math.random() * processes)]?.child.kill("SIGKILL");
    const outcomes = await Promise.all(running.map(({ ended }) => ended));
    const survivors = outcomes.filter(({ exitCode }) => exitCode !== null);
    expect(survivors.map(({ exitCode, stderr }) => (exitCode === 0 ? "done" : stderr))).toEqual(
      survivors.map(() => "done"),
    );

    const after = await project.run("--repo", repo);
    const again = await project.run("--repo", repo);
    expect(again.images.map(({ reference, action }) => ({ reference, action }))).toEqual(
      after.images.map(({ reference }) => ({ reference, action: "reuse" })),
    );
    const stages = await stageDigests(project.name);
    expect(stages).toEqual([...new Set(stages)]);
    expect(containersOf(project)).toEqual([]);
  }
  expect(redis.keys()).toEqual(["builder:lock-tokens"]);
});

interface Outcome {
  /** Null where it was killed. */
  readonly exitCode: number | null;
  readonly stderr: string;
}

function startRun(
  project: TestProject,
  repo: string,
): { readonly child: ChildProcess; readonly ended: Promise<Outcome> } {
  const child = spawn(process.execPath, [cli, "run", "--progress", "plain", "--repo", repo], {
    cwd: project.folder,
    env: { ...process.env, BUILDER_CACHE_DIR: cache, BUILDER_LOCKS: redis.url },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Outcome>((settle, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => settle({ exitCode, stderr }));
  });
  return { child, ended };
}

/** Each as often as it was saved. */
async function stageDigests(repository: string): Promise<readonly string[]> {
  const answer: unknown = await (await fetch(`http://${registry.host}/v2/${repository}/tags/list`)).json();
  const tags = typeof answer === "object" && answer !== null && "tags" in answer ? answer.tags : [];
  const names: readonly unknown[] = Array.isArray(tags) ? tags : [];
  return names.flatMap((tag) => /^([0-9a-f]{56})-\d{13}$/.exec(String(tag))?.[1] ?? []).sort();
}

/** That were made from this project's stages. */
function containersOf({ name }: TestProject): readonly string[] {
  return docker("ps", "--all", "--quiet", "--filter", `label=werf=${name}`).split("\n").filter(Boolean);
}
