import { runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import { isKeptName, listExpired, removeKept } from "./kept-containers.ts";
import { listImages } from "./list-images.ts";
import { runVolumePrefix } from "./volumes.ts";

/** Removes containers, images without a name and volumes that carry a dead run's label. What is still in use stays. */
export async function sweepDeadRuns(
  client: DockerClient,
  isDead: (runId: string) => boolean,
): Promise<readonly string[]> {
  // In this order: containers hold images and volumes.
  return [
    ...(await sweepKept(client)),
    ...(await sweepContainers(client, isDead)),
    ...(await sweepImages(client, isDead)),
    ...(await sweepVolumes(client, isDead)),
  ];
}

type IsDead = (runId: string) => boolean;

async function sweepKept(client: DockerClient): Promise<readonly string[]> {
  return removeEach(
    await listExpired(client),
    ({ id }) => `container ${id.slice(0, 12)} of a stage that failed more than a day ago`,
    (container) => removeKept(client, container),
  );
}

async function sweepContainers(client: DockerClient, isDead: IsDead): Promise<readonly string[]> {
  const filters = { label: [runLabel] };
  const all = await client.call("listing containers", (docker) => docker.listContainers({ all: true, filters }));
  return removeEach(
    all.filter(({ Labels, Names }) => isDead(Labels[runLabel] ?? "") && !Names.some(isKeptName)),
    ({ Names, Id }) => `container ${Names[0]?.replace(/^\//, "") ?? Id}`,
    ({ Id }) =>
      client.find("removing a container", (docker) => docker.getContainer(Id).remove({ force: true, v: true })),
  );
}

async function sweepImages(client: DockerClient, isDead: IsDead): Promise<readonly string[]> {
  const nameless = await listImages(client, { label: [runLabel], dangling: ["true"] });
  return removeEach(
    nameless.filter(({ labels }) => isDead(labels[runLabel] ?? "")),
    ({ id }) => `image ${id.slice(0, 19)}`,
    ({ id }) => client.find("removing an image", (docker) => docker.getImage(id).remove({ noprune: true })),
  );
}

/** Those of a run, and toolchains that were being filled; a complete one is pointed to by a volume with a label of its own. */
async function sweepVolumes(client: DockerClient, isDead: IsDead): Promise<readonly string[]> {
  const filters = { name: ["builder-toolchain-", runVolumePrefix] };
  const volumes = (await client.call("listing volumes", (docker) => docker.listVolumes({ filters }))).Volumes ?? [];
  const complete = new Set(volumes.map(({ Labels }) => Labels?.["builder.toolchain"]));
  return removeEach(
    volumes.filter(
      ({ Name, Labels }) => Labels?.[runLabel] !== undefined && isDead(Labels[runLabel]) && !complete.has(Name),
    ),
    ({ Name }) => `volume ${Name}`,
    ({ Name }) => client.find("removing a volume", (docker) => docker.getVolume(Name).remove()),
  );
}

/** Names those that could be removed; the others are in use, and sweeping must never stop a build. */
async function removeEach<T>(
  found: readonly T[],
  name: (each: T) => string,
  remove: (each: T) => Promise<unknown>,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const each of found) {
    const done = await remove(each).then(
      () => true,
      () => false,
    );
    if (done) removed.push(name(each));
  }
  return removed;
}
