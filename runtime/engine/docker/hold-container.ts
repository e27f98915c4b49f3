import { randomBytes } from "node:crypto";
import type { SecretFile } from "../engine.ts";
import { engineLost } from "../errors.ts";
import type { DockerClient } from "./client.ts";
import { holdText } from "./script-text.ts";
import { readFrames } from "./stream-frames.ts";

/**
 * Starts a container whose own process does nothing but write the secrets, and resolves when they are there. They are sent as a
 * script's are: what they hold is in no config and no argument list. The process lives until the returned function is called.
 */
export async function holdContainer(
  client: DockerClient,
  containerId: string,
  secrets: readonly SecretFile[],
): Promise<() => void> {
  const start = (): Promise<unknown> =>
    client.call("starting a container", (docker) => docker.getContainer(containerId).start());
  if (secrets.length === 0) {
    // It waits for a script that never comes.
    await start();
    return () => {};
  }
  const path = `/containers/${containerId}/attach?stream=1&stdin=1&stdout=1&stderr=1`;
  const stream = await client.upgrade("attaching to a container", path);
  try {
    const marker = `builder-${randomBytes(12).toString("hex")}`;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      readFrames(stream, (_output, bytes) => {
        said += bytes.toString();
        if (said.includes(marker)) resolve();
      }).then(() => reject(engineLost(client.address, "writing secrets", new Error(said))), reject);
      start().then(() => stream.write(holdText(marker, secrets)), reject);
    });
    return () => stream.destroy();
  } catch (error) {
    stream.destroy();
    throw error;
  }
}
