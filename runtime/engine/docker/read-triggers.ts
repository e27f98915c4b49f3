import type { DockerClient } from "./client.ts";

/** ONBUILD of an image, in one request without dockerode, which takes longer to load than the question. */
export async function readTriggers(client: DockerClient, reference: string): Promise<readonly string[] | undefined> {
  const path = `/images/${encodeURI(reference)}/json`;
  const response = await client.plain(`looking at image ${reference}`, "GET", path);
  if (response === undefined) return undefined;
  const image: unknown = JSON.parse(response.body);
  const triggers = property(property(image, "Config"), "OnBuild");
  return Array.isArray(triggers) ? triggers.map(String) : [];
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
