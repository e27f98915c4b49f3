import { findManifest } from "./find-manifest.ts";
import { parseImageReference } from "./image-reference.ts";
import { isRecord, parseJson } from "./json.ts";
import type { RegistryClient } from "./registry-client.ts";

/** ONBUILD of the image that a registry has under a reference; undefined where it has none for the platform. */
export async function imageTriggers(
  client: RegistryClient,
  reference: string,
  platform: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const manifest = await findManifest(client, reference, platform, signal);
  if (manifest === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of client.blobs.read(parseImageReference(reference), manifest.config, { signal }))
    chunks.push(chunk);
  const document = parseJson(Buffer.concat(chunks).toString("utf8"));
  const triggers = isRecord(document) && isRecord(document.config) ? document.config.OnBuild : undefined;
  return Array.isArray(triggers) ? triggers.map(String) : [];
}
