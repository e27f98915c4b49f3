import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createDockerClient } from "../../../../runtime/engine/docker/client.ts";
import { resolveEndpoint } from "../../../../runtime/engine/docker/endpoint.ts";
import { ensureToolchainVolume } from "../../../../runtime/engine/docker/toolchain-volume.ts";
import type { Toolchain } from "../../../../runtime/engine/toolchain/toolchain.ts";
import { uniqueName } from "../../../support/engine.ts";

test("all that is there while a toolchain is brought in bears its run, so that the next removes what a dead one leaves", async () => {
  const client = createDockerClient(resolveEndpoint(process.env));
  const archive = new PassThrough();
  const begun = new Promise((resolve) => archive.once("resume", resolve));
  const runId = uniqueName("run");
  const filling = ensureToolchainVolume(client, slowToolchain(archive), runId);
  await begun;
  const marked = async () => {
    const filters = { label: [`builder.run=${runId}`] };
    const [containers, images, { Volumes: volumes }] = await client.call("listing", (docker) =>
      Promise.all([
        docker.listContainers({ all: true, filters }),
        docker.listImages({ filters }),
        docker.listVolumes({ filters }),
      ]),
    );
    return [containers.length, images.length, volumes.length];
  };
  expect(await marked()).toEqual([1, 1, 1]);
  archive.destroy(new Error("the archive ends here"));
  await expect(filling).rejects.toThrow();
  expect(await marked()).toEqual([0, 0, 1]);
  const volumes = await client.call("listing", (docker) =>
    docker.listVolumes({ filters: { label: [`builder.run=${runId}`] } }),
  );
  for (const { Name } of volumes.Volumes) await client.call("removing", (docker) => docker.getVolume(Name).remove());
});

function slowToolchain(archive: PassThrough): Toolchain {
  const architecture = process.arch;
  return {
    manifest: { version: "0", architecture },
    sha256: uniqueName("sha256").slice(-12),
    origin: "a test",
    open: () => archive,
  };
}
