import { Readable } from "node:stream";
import { readFirstFile } from "../../util/archive.ts";
import type { Container, ImageConfig, ImageId, SecretFile } from "../engine.ts";
import type { DockerClient } from "./client.ts";
import { commitExactly } from "./commit.ts";
import { goModePermissions, goModeType } from "./go-mode.ts";
import { openShell } from "./open-shell.ts";
import { runScript } from "./run-script.ts";
import { sendArchive } from "./send-archive.ts";

/** What the engine's header says about a path: Go's file mode and, for a symlink, where it leads in the end. */
interface EngineStat {
  readonly mode: number;
  readonly linkTarget: string;
}

/** `onCommit` learns the config of each image made, so that nobody has to ask for it. */
export function createDockerContainer(
  client: DockerClient,
  id: string,
  merged: ImageConfig,
  secrets: readonly SecretFile[],
  onCommit: (image: ImageId, config: ImageConfig) => void,
): Omit<Container, "keep"> {
  const stat = (path: string): Promise<EngineStat | undefined> => statInEngine(client, id, path);
  return {
    id,
    putArchive: (tar, path, options) => sendArchive(client, id, tar, path, options),
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
      return found === undefined ? undefined : { type: goModeType(found.mode), mode: goModePermissions(found.mode) };
    },
    async getArchive(path) {
      const tar = await client.find(`reading ${path}`, (docker) => docker.getContainer(id).getArchive({ path }));
      return tar === undefined ? undefined : toReadable(tar);
    },
    openShell: (shell, terminal, signal) => openShell(client, id, shell, terminal, signal),
    run: (script, onLine, signal) => runScript(client, id, script, secrets, onLine, signal),
    async commit(config, about) {
      const image = await commitExactly(client, id, merged, config, about);
      onCommit(image, config);
      return image;
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
