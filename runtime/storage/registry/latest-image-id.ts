import { findManifest } from "./find-manifest.ts";
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
  const found = await findManifest(client, reference, platform, signal);
  return found?.config.digest;
}
