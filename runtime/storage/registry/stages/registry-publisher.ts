import type { ImagePublisher } from "../../storage.ts";
import type { Repository } from "../image-reference.ts";
import type { RegistryClient } from "../registry-client.ts";
import { copyImage } from "./copy-image.ts";
import { customTagsOf, requireDistinct } from "./custom-tag.ts";
import { stageTag } from "./stage-tags.ts";

export interface RegistryPublisherOptions {
  readonly client: RegistryClient;
  /** Where the stages are. */
  readonly from: Repository;
  /** The final repository, or the same one, where custom tags are all that is wanted. */
  readonly to: Repository;
  readonly customTags: readonly string[];
}

/** Publishes from repository to repository; the content of what is there already is not sent again. */
export function createRegistryPublisher({ client, from, to, customTags }: RegistryPublisherOptions): ImagePublisher {
  return {
    check: (images) => requireDistinct(images, customTags),
    async publish(image, transfer) {
      const tag = stageTag(image.stage);
      const tags = [tag, ...customTagsOf(image, customTags)];
      const copied = await copyImage(client, { from, tag, to, tags }, transfer);
      return copied ? tags.map((name) => `${to.registry}/${to.path}:${name}`) : undefined;
    },
  };
}
