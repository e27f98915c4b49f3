import { runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";

/** Makes a bridge network, and removes it when the work on it is done. */
export async function withDockerNetwork<T>(
  client: DockerClient,
  { name, runId }: { readonly name: string; readonly runId: string },
  use: () => Promise<T>,
): Promise<T> {
  const network = await client.call("creating a network", (docker) =>
    docker.createNetwork({ Name: name, Driver: "bridge", Labels: { [runLabel]: runId }, CheckDuplicate: true }),
  );
  try {
    return await use();
  } finally {
    // One that cannot be removed now carries the run's label: the next run sweeps it.
    await client.find("removing a network", () => network.remove()).catch(() => {});
  }
}
