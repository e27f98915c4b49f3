import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDockerClient } from "../../../../runtime/engine/docker/client.ts";
import { resolveEndpoint } from "../../../../runtime/engine/docker/endpoint.ts";
import { ensureToolchainVolume } from "../../../../runtime/engine/docker/toolchain-volume.ts";
import { findToolchain } from "../../../../runtime/engine/toolchain/find-toolchain.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "builder-toolchain-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the toolchain", () => {
  test("is made of the host's programs once and then found in the cache", async () => {
    const environment = { BUILDER_CACHE_DIR: folder };
    const made = await findToolchain(environment);
    const found = await findToolchain(environment);
    expect(found.origin).toBe(join(folder, "toolchain", `2-${process.arch}-${made.sha256}.tar.gz`));
    expect(found.sha256).toBe(made.sha256);
    expect(readdirSync(join(folder, "toolchain"))).toHaveLength(1);
    expect((await buffer(found.open())).equals(await buffer(made.open()))).toBe(true);
  });

  test("that the user names is taken first", async () => {
    const made = await findToolchain({ BUILDER_CACHE_DIR: folder });
    const given = join(folder, "given.tar.gz");
    copyFileSync(made.origin, given);
    const found = await findToolchain({ BUILDER_CACHE_DIR: "/nowhere", BUILDER_TOOLCHAIN: given });
    expect({ origin: found.origin, sha256: found.sha256, manifest: found.manifest }).toEqual({
      origin: given,
      sha256: made.sha256,
      manifest: { version: "2", architecture: process.arch },
    });
  });

  test.each([
    ["that does not exist", undefined, /cannot be read/],
    ["that is no archive", "text", /not a gzipped tar/],
  ])("%s is refused", async (_name, content, why) => {
    const path = join(folder, "given");
    if (content !== undefined) writeFileSync(path, content);
    await expect(findToolchain({ BUILDER_TOOLCHAIN: path })).rejects.toMatchObject({
      code: "TOOLCHAIN.UNUSABLE",
      message: expect.stringContaining(path),
      why: expect.stringMatching(why),
    });
  });

  test("has one volume in the engine, whoever fills it", async () => {
    // An archive of its own, so that no other test has filled its volume.
    const { gzipSync } = await import("node:zlib");
    const { packTar } = await import("../../../../runtime/util/archive.ts");
    const content = Buffer.from(JSON.stringify({ version: "2", architecture: process.arch, unique: folder }));
    const manifest = {
      path: "manifest.json",
      type: "file",
      mode: 0o644,
      uid: 0,
      gid: 0,
      modifiedUnix: 0,
      content,
    } as const;
    const given = join(folder, "unique.tar.gz");
    writeFileSync(given, gzipSync(await buffer(packTar([manifest]))));
    const toolchain = await findToolchain({ BUILDER_TOOLCHAIN: given });
    const ensure = () => ensureToolchainVolume(createDockerClient(resolveEndpoint(process.env)), toolchain, "test");
    const names = new Set(await Promise.all([ensure(), ensure(), ensure(), ensure()]));
    expect(names.add(await ensure()).size).toBe(1);
    const client = createDockerClient(resolveEndpoint(process.env));
    const prefix = [...names][0]?.slice(0, "builder-toolchain-".length + 12) ?? "";
    const { Volumes } = await client.call("listing", (docker) => docker.listVolumes({ filters: { name: [prefix] } }));
    expect(Volumes.map(({ Name }) => Name).sort()).toEqual([prefix, ...names].sort());
    for (const { Name } of Volumes) await client.call("removing", (docker) => docker.getVolume(Name).remove());
  });
});
