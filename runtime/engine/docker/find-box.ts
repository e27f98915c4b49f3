import type { FoundBox } from "../boxes.ts";
import { boxLabel, subjectLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";
import { createDockerBox } from "./docker-box.ts";
import { isKeptName } from "./kept-containers.ts";

/** The box of a pipeline that runs, or else the newest that was kept. */
export async function findDockerBox(client: DockerClient, subject: string): Promise<FoundBox | undefined> {
  const filters = { label: [`${subjectLabel}=${subject}`] };
  const all = await client.call("listing containers", (docker) => docker.listContainers({ all: true, filters }));
  const usable = all
    .filter(({ State, Names }) => State === "running" || Names.some(isKeptName))
    .sort((a, b) => Number(b.State === "running") - Number(a.State === "running") || b.Created - a.Created);
  const [found] = usable;
  if (found === undefined) return undefined;
  const { Id, ImageID, Labels, State } = found;
  const spec = { image: ImageID, name: Labels[boxLabel] ?? Id, secretEnv: {}, interactive: true };
  return { box: createDockerBox(client, Id, spec), isRunning: State === "running" };
}
