import { parseImageReference } from "./image-reference.ts";
import type { RegistryClient } from "./registry-client.ts";

/**
 * The id of the image that a registry has under a reference: the digest of its config, which is what an engine calls the image once
 * it is pulled. Undefined where there is none, or none for the platform.
 */
export async function latestImageId(
  client: RegistryClient,
  reference: string,
  platform: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const parsed = parseImageReference(reference);
  const found = await client.manifests.get(parsed, parsed.digest ?? parsed.tag ?? "latest", signal);
  if (found === undefined) return undefined;
  if (found.content.kind === "image") return found.content.config.digest;
  const wanted = found.content.manifests.find((one) => one.platform === platform);
  const manifest = wanted === undefined ? undefined : await client.manifests.get(parsed, wanted.digest, signal);
  return manifest?.content.kind === "image" ? manifest.content.config.digest : undefined;
}
