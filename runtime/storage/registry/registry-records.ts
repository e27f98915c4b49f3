import { mapLimited } from "../../util/map-limited.ts";
import type { BuildRecords } from "../housekeeping.ts";
import type { Repository } from "./image-reference.ts";
import { recordImage } from "./record-image.ts";
import { managedImageTag, recordTag } from "./record-tag.ts";
import type { RegistryClient } from "./registry-client.ts";

export interface RegistryRecordsOptions {
  readonly client: RegistryClient;
  readonly repository: Repository;
  /** The tags as this run has listed them: nothing is asked where a record is among them. */
  readonly tags: (signal: AbortSignal) => Promise<Iterable<string>>;
}

const parallelRequests = 10;

/** Records as tags beside the stages, as werf writes and reads them. */
export function createRegistryRecords({ client, repository, tags }: RegistryRecordsOptions): BuildRecords {
  return {
    async note(commit, images, signal) {
      const known = new Set(await tags(signal));
      const wanted = images.flatMap(({ image, id }) => [managedImageTag(image), recordTag(image, commit, id)]);
      const missing = [...new Set(wanted)].filter((tag) => tag !== undefined).filter((tag) => !known.has(tag));
      const [first] = missing;
      if (first === undefined) return;
      await client.blobs.push(repository, recordImage(first).config, { signal });
      await mapLimited(missing, parallelRequests, (tag) =>
        client.manifests.put(repository, tag, recordImage(tag).manifest, signal),
      );
    },
  };
}
