import { Readable } from "node:stream";
import { readFirstFile } from "../../util/archive.ts";
import type { CaughtUp } from "../../util/catch-up.ts";
import type { Container, ImageConfig, ImageId, SecretFile } from "../engine.ts";
import { addLayer } from "./add-layer.ts";
import type { DockerClient } from "./client.ts";
import { commitExactly } from "./commit.ts";
import { goModePermissions, goModeType } from "./go-mode.ts";
import { type HeldLayer, holdLayer } from "./held-layer.ts";
import { openShell } from "./open-shell.ts";
import { runScript } from "./run-script.ts";
import { sendArchive } from "./send-archive.ts";

/** What the engine's header says about a path: Go's file mode and, for a symlink, where it leads in the end. */
interface EngineStat {
  readonly mode: number;
  readonly linkTarget: string;
}

/** A container whose kept-back files have to be thrown away with it. */
export interface DockerContainer extends Omit<Container, "keep"> {
  discard(): Promise<void>;
}

/** A container that the engine has. */
export interface CreatedContainer {
  readonly id: string;
  /** What the engine merges into the config of an image that is made of it. */
  readonly merged: ImageConfig;
}

export interface DockerContainerOptions {
  readonly parent: ImageId;
  /** Called when the container is needed; the same one each time. */
  readonly create: () => Promise<CreatedContainer>;
  /** The engine hands them on to images that are made of the container. */
  readonly labels: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretFile[];
  /** Where files are kept that are to become a layer, and what their names begin with. */
  readonly layerPrefix: string;
  /** Learns the config of each image made, so that nobody has to ask for it. */
  readonly onCommit: (image: ImageId, config: ImageConfig) => void;
  /** Scripts wait for it while they say much. */
  readonly caughtUp: CaughtUp;
}

export function createDockerContainer(
  client: DockerClient,
  { parent, create, labels, secrets, layerPrefix, onCommit, caughtUp }: DockerContainerOptions,
): DockerContainer {
  let layer: HeldLayer | undefined;
  let isUntouched = true;
  /** The container, with what was kept back as a layer: somebody wants to see it there. */
  const withLayer = async (): Promise<string> => {
    const { id } = await create();
    const held = layer;
    if (held === undefined) return id;
    isUntouched = false;
    layer = undefined;
    await sendArchive(client, id, held.open(), "/");
    await held.remove();
    return id;
  };
  const toChange = async (): Promise<string> => {
    isUntouched = false;
    return withLayer();
  };
  const stat = async (path: string): Promise<EngineStat | undefined> => statInEngine(client, await withLayer(), path);
  return {
    async putArchive(tar, path, { isSelfContained = false, keepsKinds = false } = {}) {
      if (isSelfContained && path === "/" && isUntouched && layer === undefined) {
        layer = await holdLayer(tar, layerPrefix);
        return;
      }
      await sendArchive(client, await toChange(), tar, path, { keepsKinds });
    },
    async readFile(path) {
      const found = await stat(path);
      if (found === undefined || goModeType(found.mode) === "directory") return undefined;
      const { id } = await create();
      const tar = await client.find(`reading ${path}`, (docker) =>
        docker.getContainer(id).getArchive({ path: found.linkTarget || path }),
      );
      return tar === undefined ? undefined : readFirstFile(Readable.from(tar));
    },
    async stat(path) {
      const found = await stat(path);
      if (found === undefined) return undefined;
      const what = { type: goModeType(found.mode), mode: goModePermissions(found.mode) };
      return found.linkTarget === "" ? what : { ...what, leadsTo: found.linkTarget };
    },
    async getArchive(path) {
      const id = await withLayer();
      const tar = await client.find(`reading ${path}`, (docker) => docker.getContainer(id).getArchive({ path }));
      return tar === undefined ? undefined : toReadable(tar);
    },
    async openShell(shell, terminal, signal) {
      return openShell(client, await toChange(), secrets, shell, terminal, signal);
    },
    async run(script, onLine, signal) {
      return runScript(client, await toChange(), script, { secrets, caughtUp }, onLine, signal);
    },
    async commit(config, about) {
      const labelled = { ...config, labels: { ...labels, ...config.labels } };
      const added = isUntouched ? await addLayer(client, parent, layer, labelled, about) : undefined;
      const image = added ?? (await commitExactly(client, await withLayer(), (await create()).merged, config, about));
      onCommit(image, config);
      return image;
    },
    async discard() {
      await layer?.remove();
    },
  };
}

/** The library types its stream as an older kind, which cannot be destroyed. */
function toReadable(stream: NodeJS.ReadableStream): Readable {
  return stream instanceof Readable ? stream : Readable.from(stream, { objectMode: false });
}

async function statInEngine(client: DockerClient, id: string, path: string): Promise<EngineStat | undefined> {
  const response = await client.plain(
    `looking at ${path}`,
    "HEAD",
    `/containers/${id}/archive?path=${encodeURIComponent(path)}`,
  );
  const header = response?.headers["x-docker-container-path-stat"];
  if (typeof header !== "string") return undefined;
  const stat: unknown = JSON.parse(Buffer.from(header, "base64").toString());
  if (typeof stat !== "object" || stat === null || !("mode" in stat)) return undefined;
  return { mode: Number(stat.mode), linkTarget: "linkTarget" in stat ? String(stat.linkTarget) : "" };
}
