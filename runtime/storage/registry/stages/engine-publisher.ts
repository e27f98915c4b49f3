import type { Engine } from "../../../engine/engine.ts";
import type { ImagePublisher } from "../../storage.ts";
import type { Repository } from "../image-reference.ts";
import type { RegistryClient } from "../registry-client.ts";
import { customTagsOf, requireDistinct } from "./custom-tag.ts";
import { stageTag } from "./stage-tags.ts";

export interface EnginePublisherOptions {
  readonly engine: Engine;
  readonly client: RegistryClient;
  readonly to: Repository;
  readonly customTags: readonly string[];
}

/** Publishes images whose stages are kept in the engine. */
export function createEnginePublisher({ engine, client, to, customTags }: EnginePublisherOptions): ImagePublisher {
  return {
    check: (images) => requireDistinct(images, customTags),
    async publish(image, { onProgress, signal }) {
      const tag = stageTag(image.stage);
      const [first, ...others] = [tag, ...customTagsOf(image, customTags)].map((name) => ({
        name,
        reference: `${to.registry}/${to.path}:${name}`,
      }));
      if (first === undefined) return [];
      // The name of a stage is never used for another one: where it is, the image is.
      if ((await client.manifests.head(to, tag, signal)) === undefined) {
        await engine.images.tag(image.stage.imageId, first.reference);
        try {
          await engine.images.push(first.reference, onProgress, signal);
        } finally {
          await engine.images.remove(first.reference);
        }
      }
      const manifest = await client.manifests.get(to, tag, signal);
      if (manifest === undefined) return undefined;
      for (const { name } of others) {
        const found = await client.manifests.head(to, name, signal);
        if (found?.digest !== manifest.digest) await client.manifests.put(to, name, manifest, signal);
      }
      return [first, ...others].map(({ reference }) => reference);
    },
  };
}
