import type { DockerClient } from "./client.ts";
import { property } from "./property.ts";

/** ONBUILD of an image, in one request without dockerode, which takes longer to load than the question. */
export async function readTriggers(client: DockerClient, reference: string): Promise<readonly string[] | undefined> {
  const path = `/images/${encodeURI(reference)}/json`;
  const response = await client.plain(`looking at image ${reference}`, "GET", path);
  if (response === undefined) return undefined;
  const image: unknown = JSON.parse(response.body);
  const triggers = property(property(image, "Config"), "OnBuild");
  return Array.isArray(triggers) ? triggers.map(String) : [];
}
