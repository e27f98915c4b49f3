import { Readable } from "node:stream";
import type Dockerode from "dockerode";
import type { EngineImages, InspectedImage, ListedImage, RegistryCredential, RegistryCredentials } from "../engine.ts";
import { imageNotFound } from "../errors.ts";
import type { DockerClient } from "./client.ts";
import { replaceConfig } from "./commit.ts";
import { readConfig } from "./image-config.ts";
import { importImage } from "./import-image.ts";
import { listImages } from "./list-images.ts";
import { variantOf } from "./load-image.ts";
import { pullImage } from "./pull.ts";
import { pushImage } from "./push.ts";
import { readTriggers } from "./read-triggers.ts";

export function createDockerImages(client: DockerClient, credentials: RegistryCredentials): EngineImages {
  const inspect = async (reference: string): Promise<InspectedImage | undefined> => {
    const found = await client.find(`looking at image ${reference}`, (docker) => docker.getImage(reference).inspect());
    return found === undefined ? undefined : toInspected(found);
  };
  return {
    inspect,
    list: ({ label }): Promise<readonly ListedImage[]> => listImages(client, { label: [label] }),
    triggers: (reference) => readTriggers(client, reference),
    async pull(reference, onProgress, signal, { platform, credential } = {}) {
      await pullImage(client, only(credential) ?? credentials, { reference, platform }, onProgress, signal);
      const pulled = await inspect(reference);
      if (pulled === undefined) throw imageNotFound(reference, "the engine does not have it after pulling");
      return pulled;
    },
    push: (reference, onProgress, signal, credential) =>
      pushImage(client, only(credential) ?? credentials, reference, onProgress, signal),
    import: (rootfs, labels, platform) => importImage(client, rootfs, labels, platform),
    async tag(id, reference) {
      const colon = reference.lastIndexOf(":");
      const name = { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) };
      await client.call(`naming an image ${reference}`, (docker) => docker.getImage(id).tag(name));
    },
    async reconfigure(id, config, about = {}) {
      return replaceConfig(client, id, config, about);
    },
    async save(id) {
      const tar = await client.call(`reading image ${id}`, (docker) => docker.getImage(id).get());
      return Readable.from(tar, { objectMode: false });
    },
    async remove(referenceOrId) {
      await client.find(`removing image ${referenceOrId}`, (docker) =>
        docker.getImage(referenceOrId).remove({ noprune: true }),
      );
    },
  };
}

function only(credential: RegistryCredential | undefined): RegistryCredentials | undefined {
  return credential && { find: async () => credential };
}

function toInspected(found: Dockerode.ImageInspectInfo): InspectedImage {
  const variant = variantOf(found);
  const platform = `${found.Os}/${found.Architecture}${variant === "" ? "" : `/${variant}`}`;
  return { id: found.Id, config: readConfig(found.Config), sizeBytes: found.Size, platform };
}
