import { randomBytes } from "node:crypto";
import type Dockerode from "dockerode";
import { packTar } from "../../util/archive.ts";
import { toolchainUnusable } from "../errors.ts";
import { runLabel } from "../run-label.ts";
import type { Toolchain } from "../toolchain/toolchain.ts";
import type { DockerClient } from "./client.ts";
import { importedId } from "./imported-id.ts";
import { sendArchive } from "./send-archive.ts";

/** Never runs: of the container that files are put into a volume through. */
export const fillCommand = "/toolchain";
/** On the volume that says which other volume is complete. */
export const filledLabel = "builder.toolchain";

/**
 * Makes sure that the engine has a volume with a toolchain; returns its name. A volume's labels are fixed when it is made, so
 * each process fills a volume of its own and then creates one with a fixed name that points to it: creating is atomic, the
 * first wins, nobody ever sees a volume that is half full or being rewritten.
 */
export async function ensureToolchainVolume(
  client: DockerClient,
  toolchain: Toolchain,
  runId: string,
): Promise<string> {
  const name = `builder-toolchain-${toolchain.sha256.slice(0, 12)}`;
  const found = await findFilled(client, name);
  if (found !== undefined) return found;
  await requireArchitecture(client, toolchain);
  const mine = await fillVolume(client, toolchain, name, runId);
  return publish(client, name, mine);
}

async function findFilled(client: DockerClient, name: string): Promise<string | undefined> {
  const answer = await client.call("looking for the toolchain", (docker) =>
    docker.listVolumes({ filters: { name: [name] } }),
  );
  const volumes = answer.Volumes ?? [];
  const filled = volumes.find((volume) => volume.Name === name)?.Labels?.[filledLabel];
  if (filled === undefined) return undefined;
  if (volumes.some((volume) => volume.Name === filled)) return filled;
  // Somebody removed the volume and left the pointer.
  await client.find("removing a volume", (docker) => docker.getVolume(name).remove());
  return undefined;
}

async function requireArchitecture(client: DockerClient, { manifest, origin }: Toolchain): Promise<void> {
  const { Arch: arch } = await client.call("asking for the engine's architecture", (docker) => docker.version());
  const engineArchitecture = arch === "amd64" ? "x64" : arch === "386" ? "ia32" : arch;
  if (engineArchitecture === manifest.architecture) return;
  throw toolchainUnusable(
    origin,
    `It was made for ${manifest.architecture}, the engine runs on ${engineArchitecture}.`,
  );
}

/** Files get into a volume through a container that is never started, made of an image without files. */
async function fillVolume(client: DockerClient, toolchain: Toolchain, name: string, runId: string): Promise<string> {
  const volume = `${name}-${randomBytes(6).toString("hex")}`;
  const labels = { [runLabel]: runId };
  const image = await importEmpty(client, runId);
  const call = <T>(use: (docker: Dockerode) => Promise<T>): Promise<T> =>
    client.call("filling the toolchain volume", use);
  try {
    await call((docker) => docker.createVolume({ Name: volume, Labels: labels }));
    const container = await call((docker) =>
      docker.createContainer({
        Image: image,
        Entrypoint: [fillCommand],
        Labels: labels,
        HostConfig: { Mounts: [{ Type: "volume", Source: volume, Target: "/toolchain" }] },
      }),
    );
    try {
      await sendArchive(client, container.id, toolchain.open(), "/toolchain");
    } finally {
      await call(() => container.remove({ force: true }));
    }
  } finally {
    await client.find("removing an image", (docker) => docker.getImage(image).remove()).catch(() => {});
  }
  return volume;
}

/** Unlike any other, so that two processes do not remove each other's. */
async function importEmpty(client: DockerClient, runId: string): Promise<string> {
  const changes = [`LABEL builder.empty=${randomBytes(6).toString("hex")} ${runLabel}=${runId}`];
  return client.call("making an empty image", async (docker) =>
    importedId(await docker.importImage(packTar([]), { changes })),
  );
}

async function publish(client: DockerClient, name: string, mine: string): Promise<string> {
  const labels = { [filledLabel]: mine };
  await client.call("keeping the toolchain volume", (docker) => docker.createVolume({ Name: name, Labels: labels }));
  const winner = await findFilled(client, name);
  if (winner === mine || winner === undefined) return mine;
  await client.find("removing a volume", (docker) => docker.getVolume(mine).remove());
  return winner;
}
