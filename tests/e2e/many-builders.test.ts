import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureBaseImage, testBase } from "../support/base-image.ts";
import { createMachine, type Machine } from "../support/machine.ts";
import { type PrivateEngine, startPrivateEngine } from "../support/private-engine.ts";
import { createProject, type Report, type TestProject } from "../support/project.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";

/**
 * Each builder has a clone and an engine of its own, a dockerd in a network of its own: what one builds another can only get
 * through the registry. What builders on one machine do share is the cache directory, and with it the locks.
 * The full measure of issue 4: BUILDER_STRESS_BUILDERS=8 BUILDER_STRESS_ROUNDS=20.
 */
const builders = Number(process.env.BUILDER_STRESS_BUILDERS ?? 2);
const rounds = Number(process.env.BUILDER_STRESS_ROUNDS ?? 1);
const timeoutMs = 120_000 + rounds * builders * 30_000;

const cli = resolve(import.meta.dirname, "../../dist/cli.js");
let registry: TestRegistry;
let engines: readonly PrivateEngine[];
let cache: string;

beforeAll(async () => {
  registry = await startRegistry();
  cache = mkdtempSync(join(tmpdir(), "builder-many-"));
  const options = { diskMegabytes: 512, reach: registry.host };
  engines = await Promise.all(Array.from({ length: builders }, () => startPrivateEngine(options)));
  for (const { engine } of engines) await ensureBaseImage(engine);
}, timeoutMs);

afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
  await registry.stop();
  rmSync(cache, { recursive: true, force: true });
}, timeoutMs);

interface Site extends Disposable {
  readonly machine: Machine;
  readonly folder: string;
}

/** A clone on a machine with an engine of its own. */
function createSite(project: TestProject, engine: PrivateEngine): Site {
  const parent = mkdtempSync(join(tmpdir(), "builder-clone-"));
  const folder = join(parent, "clone");
  execFileSync("git", ["clone", "--quiet", project.folder, folder]);
  const machine = createMachine({ BUILDER_CACHE_DIR: cache, DOCKER_HOST: engine.environment.DOCKER_HOST ?? "" });
  return {
    machine,
    folder,
    [Symbol.dispose]() {
      machine[Symbol.dispose]();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** Two images, one on the other, with stages of every kind; nothing of it was ever built before. */
function createNewProject(): TestProject {
  const project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
const base = image("base").from("${testBase}").beforeInstall("echo ${project.name} > /before");
export const app = image("app").from(base).git({ to: "/app" }).install("sleep 0.3; cat /app/content.txt > /installed");
export const tool = image("tool").from(base).install("echo tool > /tool");
export { base };
export default project("${project.name}");
`,
    "content.txt": project.name,
  });
  project.commit();
  return project;
}

const referencesOf = (report: Report) =>
  report.images.map(({ name, reference, stages }) => [name, reference, ...stages.map((stage) => stage.reference)]);

async function savedStages(repo: string): Promise<readonly string[]> {
  const response = await fetch(`http://${registry.host}/v2/${repo}/tags/list`);
  const { tags }: { readonly tags: readonly string[] } = JSON.parse(await response.text());
  return tags.filter((tag) => /^[0-9a-f]{56}-\d{13}$/.test(tag)).sort();
}

const tagsOf = (report: Report): readonly string[] => {
  const references = report.images.flatMap(({ stages }) => stages.map(({ reference = "" }) => reference));
  return [...new Set(references.map((reference) => reference.slice(reference.lastIndexOf(":") + 1)))].sort();
};

/** Containers, images that nobody can name, and volumes but the toolchain's. */
function leftBehind(engine: PrivateEngine): string {
  const docker = (...args: string[]) =>
    execFileSync("docker", args, { encoding: "utf8", env: { ...process.env, ...engine.environment } }).trim();
  const volumes = docker("volume", "ls", "--quiet").split("\n");
  return [
    docker("ps", "--all", "--format", "{{.ID}} {{.Names}} {{.Status}} {{.Labels}}"),
    ...docker("images", "--quiet", "--filter", "dangling=true")
      .split("\n")
      .filter(Boolean)
      .map((id) =>
        docker(
          "image",
          "inspect",
          "--format",
          "nameless image {{.Created}} {{.Parent}} {{json .RepoDigests}} {{json .Config.Labels}}",
          id,
        ),
      ),
    ...volumes.filter((name) => !name.startsWith("builder-toolchain-")),
  ].join("");
}

function createSites(project: TestProject): { readonly sites: readonly Site[] } & Disposable {
  const sites = engines.map((engine) => createSite(project, engine));
  return {
    sites,
    [Symbol.dispose]() {
      for (const site of sites) site[Symbol.dispose]();
    },
  };
}

test(
  `${builders} builders at once save each stage once and name the same images, ${rounds} times`,
  async () => {
    for (let round = 0; round < rounds; round += 1) {
      using project = createNewProject();
      using all = createSites(project);
      const repo = `many/round-${round}`;
      const flags = ["--repo", `${registry.host}/${repo}`];
      const reports = await Promise.all(all.sites.map((site) => site.machine.run(site, ...flags)));
      const [first] = reports;
      if (first === undefined) throw new Error("there is no builder");
      for (const report of reports) expect(referencesOf(report)).toEqual(referencesOf(first));
      expect(await savedStages(repo)).toEqual(tagsOf(first));
      expect(engines.map(leftBehind)).toEqual(engines.map(() => ""));
    }
  },
  timeoutMs,
);

test(
  `a builder that is killed while others build keeps nobody from building, ${rounds} times`,
  async () => {
    for (let round = 0; round < rounds; round += 1) {
      using project = createNewProject();
      using all = createSites(project);
      const flags = ["--repo", `${registry.host}/killed/round-${round}`];
      const victim = all.sites[Math.floor(Math.random() * builders)];
      if (victim === undefined) throw new Error("there is no builder");
      const others = all.sites.filter((site) => site !== victim);
      const child = spawn(process.execPath, [cli, "run", "--progress", "quiet", ...flags], {
        cwd: victim.folder,
        env: { ...process.env, ...victim.machine.environment },
        stdio: "ignore",
      });
      const ended = new Promise((settle) => child.once("close", settle));
      const reports = Promise.all(others.map((site) => site.machine.run(site, ...flags)));
      await sleep(500 + Math.random() * 4000);
      child.kill("SIGKILL");
      await ended;
      const [first] = await reports;
      const afterwards = await victim.machine.run(victim, ...flags);
      if (first !== undefined) expect(referencesOf(afterwards)).toEqual(referencesOf(first));
      await victim.machine.run(victim, ...flags);
      expect(engines.map(leftBehind), `builder ${all.sites.indexOf(victim)} was killed`).toEqual(engines.map(() => ""));
    }
  },
  timeoutMs,
);
