import { randomBytes } from "node:crypto";
import type { ImageId } from "../engine.ts";
import type { DockerClient } from "./client.ts";
import { listImages } from "./list-images.ts";

/** Names that last as long as a build: `builder-for-run:RUN-RANDOM`. */
const repository = "builder-for-run";

/** Names images while `use` runs; what cannot be unnamed then is swept once the run is dead. */
export async function withImageNames<T>(
  client: DockerClient,
  ids: readonly ImageId[],
  runId: string,
  use: (names: readonly string[]) => Promise<T>,
): Promise<T> {
  const names = ids.map((id) => ({ id, tag: `${runId}-${randomBytes(4).toString("hex")}` }));
  try {
    for (const { id, tag } of names) {
      await client.call("naming an image", (docker) => docker.getImage(id).tag({ repo: repository, tag }));
    }
    return await use(names.map(({ tag }) => `${repository}:${tag}`));
  } finally {
    for (const { tag } of names) await removeName(client, `${repository}:${tag}`).catch(() => {});
  }
}

/** Names that dead runs have left. */
export async function listDeadNames(
  client: DockerClient,
  isDead: (runId: string) => boolean,
): Promise<readonly string[]> {
  const named = await listImages(client, { reference: [repository] });
  const names = named.flatMap(({ references }) => references.filter((name) => name.startsWith(`${repository}:`)));
  return names.filter((name) => isDead(name.slice(repository.length + 1, name.lastIndexOf("-"))));
}

/** The image stays where it has other names. */
export async function removeName(client: DockerClient, name: string, signal?: AbortSignal): Promise<void> {
  await client.plain("removing a name of an image", "DELETE", `/images/${name}?noprune=1`, signal);
}
