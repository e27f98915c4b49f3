import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Container, ContainerSpec, ImageConfig } from "../engine.ts";
import { runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import type { ConfigCache } from "./config-cache.ts";
import { createDockerContainer } from "./container.ts";
import { keepContainer } from "./kept-containers.ts";
import { scriptEntrypoint, secretsPath } from "./script-text.ts";
import type { ToolchainMounts } from "./toolchains.ts";

/** Creates a container, hands it over and removes it, with the volumes that its image declares. */
export async function withDockerContainer<T>(
  client: DockerClient,
  configs: ConfigCache,
  places: { readonly toolchains: ToolchainMounts; readonly layerFolder: string },
  spec: ContainerSpec,
  use: (container: Container) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const config = await configs.of(spec.image);
  const { id, merged } = await create(client, spec, config, places.toolchains);
  const container = createDockerContainer(client, id, {
    parent: spec.image,
    merged,
    secrets: spec.secrets ?? [],
    layerPrefix: join(places.layerFolder, `${spec.runId}-`),
    onCommit: configs.remember,
  });
  let isKept = false;
  const keep = (): void => {
    isKept = true;
  };
  try {
    signal.throwIfAborted();
    return await use({ ...container, keep });
  } finally {
    await container.discard();
    if (isKept) await keepContainer(client, id, spec.labels ?? {}).catch(() => remove(client, id));
    else await remove(client, id);
  }
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
  spec: ContainerSpec,
  image: ImageConfig,
  toolchains: ToolchainMounts,
): Promise<{ readonly id: string; readonly merged: ImageConfig }> {
  const user = image.user === "" ? "" : "0:0";
  const workdir = image.workdir === "" ? "" : "/";
  const labels = { ...spec.labels, [runLabel]: spec.runId };
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
