import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { CaughtUp } from "../../util/catch-up.ts";
import type { Container, ContainerSpec } from "../engine.ts";
import { runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import type { ConfigCache } from "./config-cache.ts";
import { type CreatedContainer, createDockerContainer } from "./container.ts";
import { keepContainer } from "./kept-containers.ts";
import { scriptEntrypoint, secretsPath } from "./script-text.ts";
import type { ToolchainMounts } from "./toolchains.ts";

/** What a container needs beside its image. */
export interface ContainerPlaces {
  readonly toolchains: () => Promise<ToolchainMounts>;
  readonly layerFolder: string;
  readonly caughtUp: CaughtUp;
}

/**
 * Hands over a container, which is created when it is needed: files that become a layer as they are, and a new config, need
 * none. Removes it, with the volumes that its image declares.
 */
export async function withDockerContainer<T>(
  client: DockerClient,
  configs: ConfigCache,
  { toolchains, layerFolder, caughtUp }: ContainerPlaces,
  spec: ContainerSpec,
  use: (container: Container) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let created: Promise<CreatedContainer> | undefined;
  const container = createDockerContainer(client, {
    parent: spec.image,
    create() {
      created ??= create(client, configs, spec, toolchains, signal);
      return created;
    },
    labels: labelsOf(spec),
    secrets: spec.secrets ?? [],
    layerPrefix: join(layerFolder, `${spec.runId}-`),
    onCommit: configs.remember,
    caughtUp,
  });
  let isKept = false;
  const keep = (): void => {
    isKept = true;
  };
  try {
    return await use({ ...container, keep });
  } finally {
    await container.discard();
    const id = (await created?.catch(() => undefined))?.id;
    if (id !== undefined) {
      if (isKept) await keepContainer(client, id, spec.labels ?? {}).catch(() => remove(client, id));
      else await remove(client, id);
    }
  }
}

function labelsOf(spec: ContainerSpec): Readonly<Record<string, string>> {
  return { ...spec.labels, ...spec.notes, [runLabel]: spec.runId };
}

/** A container that cannot be removed (the engine is gone) carries the run's label: the next run sweeps it. */
async function remove(client: DockerClient, id: string): Promise<void> {
  await client
    .find("removing a container", (docker) => docker.getContainer(id).remove({ force: true, v: true }))
    .catch(() => {});
}

/**
 * A container's config is merged into the images that are made of it, so it says as little as possible: a user, a directory and
 * a health check only where the image's own have to be overridden. `merged` is what the engine will merge.
 */
async function create(
  client: DockerClient,
  configs: ConfigCache,
  spec: ContainerSpec,
  toolchainMounts: ContainerPlaces["toolchains"],
  signal: AbortSignal,
): Promise<CreatedContainer> {
  const [image, toolchains] = await Promise.all([configs.of(spec.image), toolchainMounts()]);
  signal.throwIfAborted();
  const user = image.user === "" ? "" : "0:0";
  const workdir = image.workdir === "" ? "" : "/";
  const labels = labelsOf(spec);
  const silenced = image.healthcheck === undefined ? {} : { Healthcheck: { Test: ["NONE"] } };
  const created = await client.call(`creating a container for ${spec.title}`, (docker) =>
    docker.createContainer({
      name: containerName(spec.title),
      ...(spec.platform === undefined ? {} : { platform: spec.platform }),
      Image: spec.image,
      Entrypoint: [...scriptEntrypoint],
      Cmd: [],
      User: user,
      WorkingDir: workdir,
      Labels: labels,
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      ...silenced,
      HostConfig: {
        Mounts: [
          ...toolchains.volumes.map(
            ({ volume, target }) =>
              ({
                Type: "volume",
                Source: volume,
                Target: target,
                ReadOnly: true,
                VolumeOptions: volumeOptions,
              }) as const,
          ),
          ...(spec.volumes ?? []).map(
            ({ name, target }) =>
              ({ Type: "volume", Source: name, Target: target, VolumeOptions: volumeOptions }) as const,
          ),
          ...(spec.mounts ?? []).map(
            (mount) =>
              ({ Type: "bind", Source: mount.source, Target: mount.target, ReadOnly: mount.readOnly }) as const,
          ),
        ],
        ...(spec.network === undefined ? {} : { NetworkMode: spec.network }),
        ...memory(toolchains, spec),
        // The output is read while it is written; the engine need not keep it.
        LogConfig: { Type: "none", Config: {} },
      },
    }),
  );
  return { id: created.id, merged: { ...image, user, workdir, labels: { ...image.labels, ...labels } } };
}

/** Programs are run from it: an engine's own choice would be noexec. */
function memory(
  { memory }: ToolchainMounts,
  { secrets = [] }: ContainerSpec,
): { readonly Tmpfs?: Record<string, string> } {
  const places = [
    ...memory.map((path) => [path, "exec,mode=1777"]),
    ...(secrets.length === 0 ? [] : [[secretsPath, "noexec,mode=0700"]]),
  ];
  return places.length === 0 ? {} : { Tmpfs: Object.fromEntries(places) };
}

const volumeOptions = { NoCopy: true, Labels: {}, DriverConfig: { Name: "local", Options: {} } };

function containerName(title: string): string {
  return `builder-${title.replace(/[^a-zA-Z0-9_.-]+/g, "-")}-${randomBytes(4).toString("hex")}`;
}
