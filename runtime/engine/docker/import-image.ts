import type { Readable } from "node:stream";
import type { ImageId } from "../engine.ts";
import type { DockerClient } from "./client.ts";
import { readConfig } from "./image-config.ts";
import { importedId } from "./imported-id.ts";
import { describeImage, loadImage } from "./load-image.ts";

/** Makes an image of a root file system. Engines before 23 take its architecture to be their own: it is put right then. */
export async function importImage(
  client: DockerClient,
  rootfs: Readable,
  labels: Readonly<Record<string, string>>,
  platform: string | undefined,
): Promise<ImageId> {
  const changes = Object.entries(labels).map(([name, value]) => `LABEL ${quote(name)}=${quote(value)}`);
  const id = await client.call("importing a root file system", async (docker) =>
    importedId(await docker.importImage(rootfs, { changes, ...(platform === undefined ? {} : { platform }) })),
  );
  return platform === undefined ? id : forPlatform(client, id, platform);
}

async function forPlatform(client: DockerClient, id: ImageId, platform: string): Promise<ImageId> {
  const [os = "", architecture = "", variant = ""] = platform.split("/");
  const basis = await describeImage(client, id);
  if (basis.os === os && basis.architecture === architecture && basis.variant === variant) return id;
  const { Config } = await client.call("looking at an image", (docker) => docker.getImage(id).inspect());
  const replaced = await loadImage(client, { ...basis, os, architecture, variant }, readConfig(Config));
  await client.find("removing an image", (docker) => docker.getImage(id).remove({ noprune: true }));
  return replaced;
}

/** A word of a Dockerfile instruction, taken as it is. */
function quote(text: string): string {
  return `"${text.replace(/[\\"$]/g, "\\$&")}"`;
}
