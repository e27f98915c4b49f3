import { randomBytes } from "node:crypto";
import type { KeptContainer, KeptContainers } from "../engine.ts";
import { runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import { idOf } from "./commit.ts";

/** How long a container is kept: one working day and the morning after. */
const keptSeconds = 24 * 3600;

/** A container's labels are fixed when it is made, its name is not: `builder-failed-TIME-RANDOM`. */
const namePrefix = "builder-failed-";

export function createKeptContainers(client: DockerClient): KeptContainers {
  return {
    list: () => listKept(client),
    async commit(id, runId) {
      const answer: unknown = await client.call("saving a container as an image", (docker) =>
        docker.getContainer(id).commit({
          _query: { container: id, pause: false, comment: "builder" },
          // The container's own label names the run that failed, which is over: this image would be swept at once.
          _body: { Labels: { [runLabel]: runId } },
        }),
      );
      return idOf(answer);
    },
    remove: (id) => removeKept(client, id),
  };
}

/** Keeps a container under a name that says so, and removes those that were kept with the same labels before. */
export async function keepContainer(
  client: DockerClient,
  id: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const name = `${namePrefix}${Math.floor(Date.now() / 1000)}-${randomBytes(4).toString("hex")}`;
  await client.call("keeping a container", (docker) => docker.getContainer(id).rename({ name }));
  // The engine shows a container's labels among those of its image.
  const isAbout = (container: KeptContainer): boolean =>
    Object.entries(labels).every(([label, value]) => container.labels[label] === value);
  const earlier = (await listKept(client)).filter((container) => container.id !== id && isAbout(container));
  for (const container of earlier) await removeKept(client, container.id);
}

/** Those that are older than a day. */
export async function listExpired(client: DockerClient): Promise<readonly KeptContainer[]> {
  const oldest = Date.now() / 1000 - keptSeconds;
  return (await listKept(client)).filter(({ keptUnix }) => keptUnix < oldest);
}

/** Whether somebody may still want to look into a container of this name. */
export function isKeptName(name: string): boolean {
  return name.replace(/^\//, "").startsWith(namePrefix);
}

export async function removeKept(client: DockerClient, id: string): Promise<void> {
  await client.find("removing a container", (docker) => docker.getContainer(id).remove({ force: true, v: true }));
}

async function listKept(client: DockerClient): Promise<readonly KeptContainer[]> {
  const filters = { label: [runLabel], name: [namePrefix] };
  const found = await client.call("listing containers", (docker) => docker.listContainers({ all: true, filters }));
  return found
    .map(({ Id, ImageID, Labels, Names }) => ({
      id: Id,
      imageId: ImageID,
      labels: Labels,
      keptUnix: timeOf(Names[0] ?? ""),
    }))
    .sort((a, b) => b.keptUnix - a.keptUnix);
}

function timeOf(name: string): number {
  return Number(/^\/?builder-failed-(\d+)-/.exec(name)?.[1] ?? "0");
}
