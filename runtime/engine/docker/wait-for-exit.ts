import { engineLost } from "../errors.ts";
import type { DockerClient } from "./client.ts";

/** Not dockerode's `wait`: that never ends when the engine dies meanwhile. */
export async function waitForExit(client: DockerClient, containerId: string, signal: AbortSignal): Promise<number> {
  const response = await client.plain("waiting for a container", "POST", `/containers/${containerId}/wait`, signal);
  const answer: unknown = JSON.parse(response?.body ?? "{}");
  if (typeof answer === "object" && answer !== null && "StatusCode" in answer) return Number(answer.StatusCode);
  throw engineLost(client.address, "waiting for a container", new Error(response?.body ?? "the container is gone"));
}
