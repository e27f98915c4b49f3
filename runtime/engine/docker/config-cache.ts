import type { EngineImages, ImageConfig, ImageId } from "../engine.ts";
import { imageNotFound } from "../errors.ts";

/** Configs of images by id. An id names the content, so what was seen once stays true. */
export interface ConfigCache {
  /** Errors: `ENGINE.IMAGE_NOT_FOUND`. */
  of(image: ImageId): Promise<ImageConfig>;
  readonly remember: (image: ImageId, config: ImageConfig) => void;
}

export function createConfigCache(inspect: EngineImages["inspect"]): ConfigCache {
  const known = new Map<ImageId, ImageConfig>();
  return {
    async of(image) {
      const config = known.get(image) ?? (await inspect(image))?.config;
      if (config === undefined) throw imageNotFound(image, "the engine does not have it any more");
      known.set(image, config);
      return config;
    },
    remember: (image, config) => {
      known.set(image, config);
    },
  };
}
