import type Dockerode from "dockerode";
import type { Box, BoxSpec, PortBinding } from "../boxes.ts";
import type { ImageConfig } from "../engine.ts";
import { boxLabel, runLabel, subjectLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import type { ConfigCache } from "./config-cache.ts";
import { createDockerBox } from "./docker-box.ts";
import { keepContainer } from "./kept-containers.ts";
import { scriptEntrypoint, toolchainPath } from "./script-text.ts";

/** What the boxes of one engine share. */
export interface DockerBoxes {
  readonly client: DockerClient;
  readonly configs: ConfigCache;
  /** Absent where the engine is reached over the network. */
  readonly socketPath?: string;
  /** Name of the volume; needed by boxes with `tools`. */
  readonly toolchain?: string;
  /** Whether the engine can give all rights to a box. */
  readonly privileged: boolean;
}

/** Creates a box, hands it over and removes it with its anonymous volumes. */
export async function withDockerBox<T>(
  boxes: DockerBoxes,
  spec: BoxSpec,
  use: (box: Box) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const { client, configs } = boxes;
  signal.throwIfAborted();
  const hasSecrets = Object.keys(spec.secretEnv).length > 0;
  const options = createOptions(boxes, spec, hasSecrets ? await configs.of(spec.image) : undefined);
  const { id } = await client.call(`creating the container ${spec.name}`, (docker) => docker.createContainer(options));
  try {
    signal.throwIfAborted();
    return await use(createDockerBox(client, id, spec));
  } finally {
    // One that cannot be removed now carries the run's label: the next run sweeps it.
    await (spec.keep === true ? keep(client, id, spec) : remove(client, id)).catch(() => {});
  }
}

async function remove(client: DockerClient, id: string): Promise<void> {
  await client.find("removing a container", (docker) => docker.getContainer(id).remove({ force: true, v: true }));
}

async function keep(client: DockerClient, id: string, { subject = "" }: BoxSpec): Promise<void> {
  // It may have ended by itself.
  await client.find("ending a container", (docker) => docker.getContainer(id).kill()).catch(() => {});
  await keepContainer(client, id, { [subjectLabel]: subject });
}

/** `image` is needed where the spec has secrets. */
function createOptions(
  boxes: DockerBoxes,
  spec: BoxSpec,
  image: ImageConfig | undefined,
): Dockerode.ContainerCreateOptions {
  const { network, ports } = spec;
  const hasSecrets = image !== undefined;
  const exposed = [...spec.exposedPorts, ...ports.map(({ containerPort }) => containerPort)];
  return {
    name: spec.name,
    Image: spec.image,
    ...commandOf(spec, image),
    ...(spec.workdir === undefined ? {} : { WorkingDir: spec.workdir }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    Labels: {
      [runLabel]: spec.runId,
      [boxLabel]: spec.name,
      ...(spec.subject === undefined ? {} : { [subjectLabel]: spec.subject }),
    },
    OpenStdin: spec.interactive || hasSecrets,
    // When builder is killed, the shell reads the end of its input and the container ends by itself.
    StdinOnce: spec.interactive || hasSecrets,
    AttachStdin: spec.interactive || hasSecrets,
    AttachStdout: true,
    AttachStderr: true,
    ExposedPorts: Object.fromEntries(exposed.map((port) => [port, {}])),
    HostConfig: {
      Mounts: mountsOf(boxes, spec),
      PortBindings: portBindings(ports),
      Privileged: spec.engineAccess && boxes.privileged,
      ...(network === undefined ? {} : { NetworkMode: network.name }),
      // The output is read while it is written; the engine need not keep it.
      LogConfig: { Type: "none", Config: {} },
    },
    ...(network === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [network.name]: { Aliases: [...network.aliases] } } } }),
  };
}

/**
 * Secrets reach a program through builder's own shell, which reads them from its input and then becomes the program: what is in a
 * container's config, everybody can see who may list containers.
 */
function commandOf(spec: BoxSpec, image: ImageConfig | undefined): Dockerode.ContainerCreateOptions {
  const { entrypoint, cmd } = spec;
  if (image === undefined) {
    return {
      ...(entrypoint === undefined ? {} : { Entrypoint: [...entrypoint] }),
      ...(cmd === undefined ? {} : { Cmd: [...cmd] }),
    };
  }
  const words = [...(entrypoint ?? image.entrypoint), ...(cmd ?? (entrypoint === undefined ? image.cmd : []))];
  return { Entrypoint: [...scriptEntrypoint], Cmd: words };
}

function mountsOf({ socketPath, toolchain }: DockerBoxes, spec: BoxSpec): Dockerode.MountConfig {
  const bind = (source: string, target: string, readOnly: boolean) =>
    ({ Type: "bind", Source: source, Target: target, ReadOnly: readOnly }) as const;
  return [
    ...(spec.tools && toolchain !== undefined ? [toolchainMount(toolchain)] : []),
    ...(spec.engineAccess && socketPath !== undefined ? [bind(socketPath, socketPath, false)] : []),
    ...spec.mounts.map(({ source, target, readOnly }) => bind(source, target, readOnly)),
  ];
}

function toolchainMount(volume: string) {
  return {
    Type: "volume",
    Source: volume,
    Target: toolchainPath,
    ReadOnly: true,
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: "local", Options: {} } },
  } as const;
}

function portBindings(ports: readonly PortBinding[]): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { containerPort, hostIp = "", hostPort = "" } of ports) {
    bindings[containerPort] ??= [];
    bindings[containerPort].push({ HostIp: hostIp, HostPort: hostPort });
  }
  return bindings;
}
