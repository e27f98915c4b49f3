import { Readable } from "node:stream";
import type Dockerode from "dockerode";
import { Bug } from "../../../sdk/errors/bug.ts";
import type { Box, BoxConnection, BoxSpec, BoxState, PortBinding } from "../boxes.ts";
import type { ImageConfig } from "../engine.ts";
import { engineLost } from "../errors.ts";
import { boxLabel, runLabel, subjectLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import { commitExactly } from "./commit.ts";
import { execInContainer } from "./exec.ts";
import { execInTerminal } from "./exec-in-terminal.ts";
import { readConfig } from "./image-config.ts";
import { exportLine } from "./script-text.ts";
import { sendArchive } from "./send-archive.ts";
import { readFrames } from "./stream-frames.ts";

/** What starting a box and talking to it needs to know of it. */
export type StartedSpec = Pick<BoxSpec, "image" | "name" | "secretEnv" | "interactive">;

/** A container of a pipeline that exists on the engine. */
export function createDockerBox(client: DockerClient, id: string, spec: StartedSpec): Box {
  const call = <T>(doing: string, use: (container: Dockerode.Container) => Promise<T>): Promise<T> =>
    client.call(doing, (docker) => use(docker.getContainer(id)));
  return {
    id,
    image: spec.image,
    name: spec.name,
    start: (onOutput) => start(client, id, spec, onOutput),
    async kill() {
      // It may have ended by itself meanwhile.
      await call("ending a container", (container) => container.kill()).catch(() => {});
    },
    exitCode: (signal) => exitCode(client, id, signal),
    state: async () => toState(await call("looking at a container", (container) => container.inspect())),
    putArchive: (tar, path) => sendArchive(client, id, tar, path),
    async getArchive(path) {
      const tar = await client.find(`reading ${path}`, (docker) => docker.getContainer(id).getArchive({ path }));
      // The answer itself: one that is wrapped stays open when nobody reads it to its end.
      if (tar === undefined || tar instanceof Readable) return tar;
      throw new Bug("dockerode answered an archive that is no stream");
    },
    exec: (command, signal) => execInContainer(client, id, command, signal),
    openTerminal: ({ command, input }, terminal, signal) =>
      execInTerminal(client, id, { Cmd: [...command] }, terminal, signal, input),
    async commit(change, about) {
      const { Config } = await call("looking at a container", (container) => container.inspect());
      const merged = withoutRun(readConfig(Config));
      return commitExactly(client, id, merged, change(withoutBox(merged)), about);
    },
  };
}

/** The label by which a dead run's containers are found stays with the container. */
function withoutRun(config: ImageConfig): ImageConfig {
  const { [runLabel]: _run, ...labels } = config.labels;
  return { ...config, labels };
}

function withoutBox(config: ImageConfig): ImageConfig {
  const { [boxLabel]: _box, [subjectLabel]: _subject, ...labels } = config.labels;
  return { ...config, labels };
}

async function start(
  client: DockerClient,
  id: string,
  spec: StartedSpec,
  onOutput: Parameters<Box["start"]>[0],
): Promise<BoxConnection> {
  const hasSecrets = Object.keys(spec.secretEnv).length > 0;
  const input = spec.interactive || hasSecrets ? "&stdin=1" : "";
  const path = `/containers/${id}/attach?stream=1&stdout=1&stderr=1${input}`;
  const stream = await client.upgrade("attaching to a container", path);
  let isClosed = false;
  const ended = readFrames(stream, onOutput).catch((error: unknown) => {
    if (isClosed) return;
    throw engineLost(client.address, "listening to a container", error);
  });
  // Whoever waits for it is told; nobody has to wait.
  ended.catch(() => {});
  const close = (): void => {
    isClosed = true;
    stream.destroy();
  };
  // The container ends while something is written to it: `ended` tells.
  stream.on("error", () => {});
  try {
    await client.call("starting a container", (docker) => docker.getContainer(id).start());
  } catch (error) {
    close();
    throw error;
  }
  if (hasSecrets) stream.write(`${secretPrelude(spec)}\n`);
  return { write: (text) => void stream.write(text), ended, close };
}

/** One line, read by `scriptEntrypoint`. */
function secretPrelude({ secretEnv, interactive }: StartedSpec): string {
  return `unset builder_prelude; ${exportLine(secretEnv)}; exec "$@"${interactive ? "" : " < /dev/null"}`;
}

/** Not dockerode's `wait`: that never ends when the engine dies meanwhile. */
async function exitCode(client: DockerClient, id: string, signal: AbortSignal): Promise<number> {
  const response = await client.plain("waiting for a container", "POST", `/containers/${id}/wait`, signal);
  const answer: unknown = JSON.parse(response?.body ?? "{}");
  if (typeof answer === "object" && answer !== null && "StatusCode" in answer) return Number(answer.StatusCode);
  throw engineLost(client.address, "waiting for a container", new Error("the container is gone"));
}

function toState(found: Dockerode.ContainerInspectInfo): BoxState {
  const { env, exposedPorts, healthcheck, user } = readConfig(found.Config);
  const networks = Object.values(found.NetworkSettings.Networks ?? {});
  return {
    running: found.State.Running,
    exitCode: found.State.ExitCode,
    address: networks.find(({ IPAddress }) => IPAddress !== "")?.IPAddress ?? "",
    env,
    exposedPorts,
    user,
    published: publishedPorts(found.NetworkSettings.Ports ?? {}),
    ...(healthcheck === undefined ? {} : { healthcheck }),
  };
}

type EnginePorts = Dockerode.ContainerInspectInfo["NetworkSettings"]["Ports"];

function publishedPorts(ports: EnginePorts): readonly PortBinding[] {
  return Object.entries(ports).flatMap(([containerPort, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => ({ containerPort, hostIp: HostIp, hostPort: HostPort })),
  );
}
