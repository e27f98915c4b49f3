// Nothing to do, with the stages in a registry: time and requests, near and far, beside `docker build --cache-from`.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { step } from "../lib/step.mjs";
import { builderRun, docker, inMs, median, printTable, roundsOf, run, timed } from "./measure.mjs";
import { base, commit, makeBase, makeRepository, removeBase, removeStages } from "./repository.mjs";
import { startSlowRegistry } from "./slow-registry.mjs";

const project = "builder-bench-registry";
/** `docker build` is asked for one image after the other, so a hundred of them would say nothing new. */
const dockerImages = [1, 10];

export async function benchRegistry(limits) {
  makeBase();
  const registry = await startSlowRegistry();
  const repository = makeRepository({ files: 1000, write: (folder) => writeImages(folder, 1) });
  const rows = [["nothing to do", "builder", "requests", "empty cache", "requests", "docker build", "requests"]];
  try {
    for (const images of [1, 10, 100]) rows.push(...(await benchImages(repository.folder, registry, images, limits)));
  } finally {
    repository.remove();
    removeStages(project);
    removeDockerImages(registry.host);
    removeBase();
    await registry.stop();
  }
  printTable("Stages in a registry (medians; the goal is 2 requests and one for each image)", rows);
}

async function benchImages(folder, registry, images, { rounds, minutes }) {
  const repo = `${registry.host}/${project}/${images}`;
  writeImages(folder, images);
  if (images > 1) commit(folder);
  registry.delay(0);
  await builderRun(folder, ["--repo", repo]);
  if (dockerImages.includes(images))
    await dockerBuilds(folder, registry.host, images, ["--build-arg", "BUILDKIT_INLINE_CACHE=1"], true);
  const rows = [];
  for (const latencyMs of [0, 50]) {
    registry.delay(latencyMs);
    const figures = { warm: [], cold: [], docker: [] };
    for (const _ of roundsOf({ rounds, minutes: minutes / 9 })) {
      figures.warm.push(await counted(registry, async () => (await builderRun(folder, ["--repo", repo])).ms));
      figures.cold.push(
        await counted(registry, () => withEmptyCache((env) => builderRun(folder, ["--repo", repo], env))),
      );
      if (dockerImages.includes(images))
        figures.docker.push(await counted(registry, () => dockerBuilds(folder, registry.host, images, [], false)));
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
async function dockerBuilds(folder, host, images, args, push) {
  let total = 0;
  for (let index = 0; index < images; index += 1) {
    const name = dockerName(host, index);
    const build = [
      "build",
      "--quiet",
      "--file",
      `Dockerfile-${index}`,
      "--tag",
      name,
      "--cache-from",
      name,
      ...args,
      ".",
    ];
    total += (await timed(docker, build, { cwd: folder, env: { ...process.env, DOCKER_BUILDKIT: "1" } })).ms;
    if (push) await timed(docker, ["push", "--quiet", name]);
  }
  return total;
}

function dockerName(host, index) {
  return `${host}/${project}-docker/image-${index}:latest`;
}

function removeDockerImages(host) {
  const names = Array.from({ length: Math.max(...dockerImages) }, (_, index) => dockerName(host, index));
  run("sh", ["-c", `${docker} rmi --force ${names.join(" ")} >/dev/null 2>&1 || true`]);
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
