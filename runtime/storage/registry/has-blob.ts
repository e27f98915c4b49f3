import type { ContentDigest } from "./content-digest.ts";
import type { Repository } from "./image-reference.ts";
import { pullFrom, type RegistryContext } from "./registry-context.ts";

/** Asks whether a repository has a blob. */
export async function hasBlob(
  context: RegistryContext,
  repository: Repository,
  digest: ContentDigest,
  signal: AbortSignal,
): Promise<boolean> {
  const purpose = `look up ${repository.registry}/${repository.path}@${digest}`;
  const url = context.urlOf(repository, `blobs/${digest}`);
  const request = { method: "HEAD", url, purpose, access: pullFrom(repository) } as const;
  const { status } = await context.fetch(request, [200, 404], signal);
  return status === 200;
}
