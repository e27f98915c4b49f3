import type Dockerode from "dockerode";
import { boxLabel, runLabel } from "../run-label.ts";
import { runNames, runOfName } from "../run-name.ts";
import type { DockerClient } from "./client.ts";
import { isKeptName, listExpired, removeKept } from "./kept-containers.ts";
import { listImages } from "./list-images.ts";
import { isImageRunName } from "./run-image.ts";
import { toolchainPath } from "./script-text.ts";
import { fillCommand } from "./toolchain-volume.ts";
import { runVolumePrefix } from "./volumes.ts";

/** Removes containers, networks, images without a name, names and volumes that carry a dead run's label. What is still in use stays. */
export async function sweepDeadRuns(
  client: DockerClient,
  isDead: (runId: string) => boolean,
): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(patienceMs);
  // In this order: containers hold networks, images and volumes.
  return [
    ...(await sweepKept(client)),
    ...(await sweepContainers(client, isDead, signal)),
    ...(await sweepNetworks(client, isDead, signal)),
    ...(await sweepNames(client, isDead, signal)),
    ...(await sweepImages(client, isDead, signal)),
    ...(await sweepVolumes(client, isDead, signal)),
  ];
}

/** An engine may hold a container for ever that a dead run was copying to: sweeping must not hold up whoever sweeps. */
const patienceMs = 10_000;

type IsDead = (runId: string) => boolean;

async function sweepKept(client: DockerClient): Promise<readonly string[]> {
  return removeEach(
    await listExpired(client),
    ({ id }) => `container ${id.slice(0, 12)} of a stage that failed more than a day ago`,
    ({ id }) => removeKept(client, id),
  );
}

/**
 * Labels of an image come down to every container that anybody starts from it, ours does too: a container that somebody runs
 * from an image that was built here is told apart by its command, one from a saved box and one that builder itself runs by
 * their names.
 */
function isOurs({ Command, Labels, Names }: Dockerode.ContainerInfo): boolean {
  const isBox = Names.includes(`/${Labels[boxLabel]}`);
  const isTool = Command.startsWith(`${toolchainPath}/`) || Command.startsWith(fillCommand);
  return isBox || isTool || Names.some(isImageRunName);
}

async function sweepContainers(client: DockerClient, isDead: IsDead, signal: AbortSignal): Promise<readonly string[]> {
  const filters = { label: [runLabel] };
  const all = await client.call("listing containers", (docker) => docker.listContainers({ all: true, filters }));
  return removeEach(
    all.filter(
      (container) => isOurs(container) && isDead(container.Labels[runLabel] ?? "") && !container.Names.some(isKeptName),
    ),
    ({ Names, Id }) => `container ${Names[0]?.replace(/^\//, "") ?? Id}`,
    ({ Id }) => client.plain("removing a container", "DELETE", `/containers/${Id}?force=1&v=1`, signal),
  );
}

async function sweepNetworks(client: DockerClient, isDead: IsDead, signal: AbortSignal): Promise<readonly string[]> {
  const filters = { label: [runLabel] };
  const all = await client.call("listing networks", (docker) => docker.listNetworks({ filters }));
  return removeEach(
    all.filter(({ Labels }) => isDead(Labels?.[runLabel] ?? "")),
    ({ Name }) => `network ${Name}`,
    ({ Id }) => client.plain("removing a network", "DELETE", `/networks/${Id}`, signal),
  );
}

/** An image that has no other name goes with it: nobody has saved it. */
async function sweepNames(client: DockerClient, isDead: IsDead, signal: AbortSignal): Promise<readonly string[]> {
  const named = await listImages(client, { reference: [runNames] });
  const names = named.flatMap(({ references }) => references);
  return removeEach(
    names.filter((name) => isDead(runOfName(name) ?? "")),
    (name) => `image name ${name}`,
    (name) => client.plain("removing a name of an image", "DELETE", `/images/${name}?noprune=1`, signal),
  );
}

async function sweepImages(client: DockerClient, isDead: IsDead, signal: AbortSignal): Promise<readonly string[]> {
  const nameless = await listImages(client, { label: [runLabel], dangling: ["true"] });
  return removeEach(
    nameless.filter(({ labels }) => isDead(labels[runLabel] ?? "")),
    ({ id }) => `image ${id.slice(0, 19)}`,
    ({ id }) => client.plain("removing an image", "DELETE", `/images/${id}?noprune=1`, signal),
  );
}

/** Those of a run, and toolchains that were being filled; a complete one is pointed to by a volume with a label of its own. */
async function sweepVolumes(client: DockerClient, isDead: IsDead, signal: AbortSignal): Promise<readonly string[]> {
  const filters = { name: ["builder-toolchain-", runVolumePrefix] };
  const volumes = (await client.call("listing volumes", (docker) => docker.listVolumes({ filters }))).Volumes ?? [];
  const complete = new Set(volumes.map(({ Labels }) => Labels?.["builder.toolchain"]));
  return removeEach(
    volumes.filter(
      ({ Name, Labels }) => Labels?.[runLabel] !== undefined && isDead(Labels[runLabel]) && !complete.has(Name),
    ),
    ({ Name }) => `volume ${Name}`,
    ({ Name }) => client.plain("removing a volume", "DELETE", `/volumes/${Name}`, signal),
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
