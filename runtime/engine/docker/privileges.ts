import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import type { ImageId } from "../engine.ts";
import { boxLabel, runLabel } from "../run-label.ts";
import type { DockerClient } from "./client.ts";

/** No image has it: starting it always fails, and what the engine says tells whether it came that far. */
const noProgram = "/.builder-no-such-program";

/**
 * Whether the engine can give a container all rights: one that runs in a container itself, or without root, has fewer than that to give.
 * The engine tells nobody, so it is tried.
 */
export async function mayBePrivileged(
  client: DockerClient,
  { image, runId, name }: { readonly image: ImageId; readonly runId: string; readonly name: string },
): Promise<boolean> {
  const container = await client.call("asking for privileges", (docker) =>
    docker.createContainer({
      name,
      Image: image,
      Entrypoint: [noProgram],
      Labels: { [runLabel]: runId, [boxLabel]: name },
      HostConfig: { Privileged: true, NetworkMode: "none" },
    }),
  );
  try {
    await client.call("asking for privileges", () => container.start());
    return true;
  } catch (error) {
    if (!isBuilderError(error) || error.code !== "ENGINE.FAILED") throw error;
    return !/not permitted|permission denied/i.test(error.why ?? error.message);
  } finally {
    await client.find("removing a container", () => container.remove({ force: true, v: true })).catch(() => {});
  }
}
