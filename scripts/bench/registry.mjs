// Nothing to do, with the stages in a registry: time and requests, near and far, beside `docker build --cache-from`.
// "empty" is a machine that has never built the project. Docker's side runs on an engine of its own, which can be emptied.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { step } from "../lib/step.mjs";
import { builderRun, docker, inMs, median, printTable, roundsOf, run, timed } from "./measure.mjs";
import { startOwnEngine } from "./own-engine.mjs";
import { base, commit, makeBase, makeRepository, removeBase, removeStages } from "./repository.mjs";
import { startSlowRegistry } from "./slow-registry.mjs";

const project = "builder-bench-registry";
/** `docker build` is asked for one image after the other, so a hundred of them would say nothing new. */
const dockerImages = [1, 10];

export async function benchRegistry(limits) {
  makeBase();
  const registry = await startSlowRegistry();
  const repository = makeRepository({ files: 1000, write: (folder) => writeImages(folder, 1) });
  const peer = await startOwnEngine();
  const columns = ["builder", "builder, empty", "docker build", "docker build, empty"];
  const rows = [["nothing to do", ...columns.flatMap((column) => [column, "requests"])]];
  try {
    run("sh", ["-c", `${docker} save ${base} | DOCKER_HOST=${peer.environment.DOCKER_HOST} ${docker} load`]);
    for (const images of [1, 10, 100])
      rows.push(...(await benchImages({ folder: repository.folder, registry, peer, images }, limits)));
  } finally {
    await peer.stop();
    repository.remove();
    removeStages(project);
    removeBase();
    await registry.stop();
  }
  printTable("Stages in a registry (medians; the goal is 2 requests and one for each image)", rows);
}

async function benchImages({ folder, registry, peer, images }, { rounds, minutes }) {
  const repo = `${registry.host}/${project}/${images}`;
  const dockerBuild = (args) => dockerBuilds(folder, peer.environment, registry.host, images, args);
  writeImages(folder, images);
  if (images > 1) commit(folder);
  registry.delay(0);
  await builderRun(folder, ["--repo", repo]);
  const compared = dockerImages.includes(images);
  if (compared) {
    await dockerBuild(["--build-arg", "BUILDKIT_INLINE_CACHE=1"]);
    for (const name of dockerNames(registry.host, images))
      await timed(docker, ["push", "--quiet", name], { env: peer.environment });
  }
  const rows = [];
  for (const latencyMs of [0, 50]) {
    registry.delay(latencyMs);
    const figures = { warm: [], empty: [], docker: [], dockerEmpty: [] };
    for (const _ of roundsOf({ rounds, minutes: minutes / 6 })) {
      figures.warm.push(await counted(registry, async () => (await builderRun(folder, ["--repo", repo])).ms));
      figures.empty.push(
        await counted(registry, () => withEmptyCache((env) => builderRun(folder, ["--repo", repo], env))),
      );
      if (!compared) continue;
      forgetBuilds(peer.environment, registry.host, images);
      figures.dockerEmpty.push(await counted(registry, () => dockerBuild([])));
      figures.docker.push(await counted(registry, () => dockerBuild([])));
    }
    const cells = Object.values(figures).flatMap((samples) =>
      samples.length === 0
        ? ["-", "-"]
        : [inMs(median(samples.map(({ ms }) => ms))), median(samples.map(({ requests }) => requests))],
    );
    const row = [`${images} image${images === 1 ? "" : "s"}, ${latencyMs} ms away`, ...cells];
    step(row.join("  "));
    rows.push(row);
  }
  return rows;
}

async function counted(registry, work) {
  registry.takeRequests();
  const ms = await work();
  return { ms, requests: registry.takeRequests() };
}

/** As on a machine that has never built this project. */
async function withEmptyCache(work) {
  const folder = mkdtempSync(join(tmpdir(), "builder-bench-cache-"));
  try {
    return (await work({ BUILDER_CACHE_DIR: folder })).ms;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One after the other, as a script would; milliseconds of all together. */
async function dockerBuilds(folder, env, host, images, args) {
  let total = 0;
  for (const [index, name] of dockerNames(host, images).entries()) {
    const build = ["build", "--quiet", "--file", `Dockerfile-${index}`, "--tag", name, "--cache-from", name, ...args];
    total += (await timed(docker, [...build, "."], { cwd: folder, env })).ms;
  }
  return total;
}

function forgetBuilds(env, host, images) {
  run(docker, ["rmi", "--force", ...dockerNames(host, images)], { env });
  run(docker, ["builder", "prune", "--all", "--force"], { env });
}

function dockerNames(host, images) {
  return Array.from({ length: images }, (_, index) => `${host}/${project}-docker/image-${index}:latest`);
}

/** The stages cost no container start, so that a hundred images are made in reasonable time. */
function writeImages(folder, images) {
  writeFileSync(
    join(folder, "build.ts"),
    `import { image, project } from "builder";

export const images = Array.from({ length: ${images} }, (_, index) =>
  image(\`image-\${index}\`).from("${base}").git({ add: "/src", to: \`/app-\${index}\` }),
);

export default project("${project}");
`,
  );
  for (const index of Array.from({ length: Math.max(...dockerImages) }).keys()) {
    writeFileSync(join(folder, `Dockerfile-${index}`), `FROM ${base}\nCOPY src /app-${index}\n`);
  }
  writeFileSync(join(folder, ".dockerignore"), ".git\n");
}
