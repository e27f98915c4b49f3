import { parseImageReference } from "./image-reference.ts";
import type { ImageManifest } from "./manifest.ts";
import type { RegistryClient } from "./registry-client.ts";

/** What a registry has under a reference for a platform; undefined where it has nothing. */
export async function findManifest(
  client: RegistryClient,
  reference: string,
  platform: string,
  signal: AbortSignal,
): Promise<ImageManifest | undefined> {
  const parsed = parseImageReference(reference);
  const found = await client.manifests.get(parsed, parsed.digest ?? parsed.tag ?? "latest", signal);
  if (found === undefined) return undefined;
  if (found.content.kind === "image") return found.content;
  const wanted = found.content.manifests.find((one) => one.platform === platform);
  const manifest = wanted === undefined ? undefined : await client.manifests.get(parsed, wanted.digest, signal);
  return manifest?.content.kind === "image" ? manifest.content : undefined;
}
