import { Readable } from "node:stream";
import { readFirstFile } from "../../util/archive.ts";
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

export interface DockerContainerOptions {
  readonly parent: ImageId;
  /** What the engine merges into the config of an image that is made of it. */
  readonly merged: ImageConfig;
  readonly secrets: readonly SecretFile[];
  /** Where files are kept that are to become a layer, and what their names begin with. */
  readonly layerPrefix: string;
  /** Learns the config of each image made, so that nobody has to ask for it. */
  readonly onCommit: (image: ImageId, config: ImageConfig) => void;
}

export function createDockerContainer(
  client: DockerClient,
  id: string,
  { parent, merged, secrets, layerPrefix, onCommit }: DockerContainerOptions,
): DockerContainer {
  let layer: HeldLayer | undefined;
  let isUntouched = true;
  // What was kept back as a layer is put into the container as soon as anybody wants to see it there.
  const unpackLayer = async (): Promise<void> => {
    isUntouched = false;
    const held = layer;
    layer = undefined;
    if (held === undefined) return;
    await sendArchive(client, id, held.open(), "/");
    await held.remove();
  };
  const stat = async (path: string): Promise<EngineStat | undefined> => {
    if (layer !== undefined) await unpackLayer();
    return statInEngine(client, id, path);
  };
  return {
    id,
    async putArchive(tar, path, { isSelfContained = false, keepsKinds = false } = {}) {
      if (isSelfContained && path === "/" && isUntouched && layer === undefined) {
        layer = await holdLayer(tar, layerPrefix);
        return;
      }
      await unpackLayer();
      await sendArchive(client, id, tar, path, { keepsKinds });
    },
    async readFile(path) {
      const found = await stat(path);
      if (found === undefined || goModeType(found.mode) === "directory") return undefined;
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
      if (layer !== undefined) await unpackLayer();
      const tar = await client.find(`reading ${path}`, (docker) => docker.getContainer(id).getArchive({ path }));
      return tar === undefined ? undefined : toReadable(tar);
    },
    async openShell(shell, terminal, signal) {
      await unpackLayer();
      return openShell(client, id, shell, terminal, signal);
    },
    async run(script, onLine, signal) {
      await unpackLayer();
      return runScript(client, id, script, secrets, onLine, signal);
    },
    async commit(config, about) {
      const added = layer === undefined ? undefined : await addLayer(client, parent, layer, config, about);
      if (added === undefined) await unpackLayer();
      const image = added ?? (await commitExactly(client, id, merged, config, about));
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
