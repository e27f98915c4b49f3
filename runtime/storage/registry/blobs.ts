import { readBlob } from "./blob-download.ts";
import { pushBlob } from "./blob-upload.ts";
import { hasBlob } from "./has-blob.ts";
import type { RegistryBlobs } from "./registry-client.ts";
import { deleteFrom, type RegistryContext } from "./registry-context.ts";

/** Blobs over the protocol. */
export function createBlobs(context: RegistryContext): RegistryBlobs {
  return {
    has: (repository, digest, signal) => hasBlob(context, repository, digest, signal),
    read: (repository, blob, options) => readBlob(context, repository, blob, options),
    async push(repository, blob, options) {
      if (await hasBlob(context, repository, blob.digest, options.signal)) return "present";
      return await pushBlob(context, repository, blob, options);
    },
    async delete(repository, digest, signal) {
      const purpose = `delete ${repository.registry}/${repository.path}@${digest}`;
      const url = context.urlOf(repository, `blobs/${digest}`);
      const request = { method: "DELETE", url, purpose, access: deleteFrom(repository) } as const;
      const { status } = await context.fetch(request, [200, 202, 204, 404], signal);
      return status !== 404;
    },
  };
}
