import { readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "../../../../runtime/storage/registry/content-digest.ts";
import { createRegistryClient } from "../../../../runtime/storage/registry/create-registry-client.ts";
import type { RegistryClient, TransferProgress } from "../../../../runtime/storage/registry/registry-client.ts";
import { startRegistry, type TestRegistry } from "../../../support/registry.ts";
import { type FaultyProxy, startFaultyProxy } from "./support/faulty-proxy.ts";
import { listen } from "./support/listen.ts";
import {
  blobOf,
  dockerManifest,
  failureOf,
  newRepository,
  ociManifest,
  pushImage,
  randomBlob,
} from "./support/sample-image.ts";

const { signal } = new AbortController();
let registry: TestRegistry;
let client: RegistryClient;

beforeAll(async () => {
  registry = await startRegistry();
  client = createRegistryClient({ chunkBytes: 100_000 });
});

afterAll(async () => {
  client?.close();
  await registry?.stop();
});

describe("manifests", () => {
  test.each([ociManifest, dockerManifest])("an image of type %s is read back byte by byte", async (mediaType) => {
    const repository = newRepository(registry.host);
    const pushed = await pushImage(client, repository, ["one"], mediaType);
    const { mediaType: type, digest, sizeBytes } = pushed;
    expect(await client.manifests.get(repository, "one", signal)).toEqual(pushed);
    expect(await client.manifests.get(repository, digest, signal)).toEqual(pushed);
    expect(await client.manifests.head(repository, "one", signal)).toEqual({ mediaType: type, digest, sizeBytes });
  });

  test("an index is read with its platforms", async () => {
    const repository = newRepository(registry.host);
    const image = await pushImage(client, repository, ["one"]);
    const entry = { mediaType: image.mediaType, digest: image.digest, size: image.sizeBytes };
    const mediaType = "application/vnd.oci.image.index.v1+json";
    const manifests = [{ ...entry, platform: { os: "linux", architecture: "arm", variant: "v7" } }];
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
    await client.manifests.put(repository, "all", { mediaType, bytes }, signal);
    expect((await client.manifests.get(repository, "all", signal))?.content).toEqual({
      kind: "index",
      manifests: [
        { mediaType: image.mediaType, digest: image.digest, sizeBytes: image.sizeBytes, platform: "linux/arm/v7" },
      ],
    });
  });

  test("what is not there is undefined, in a repository and without one", async () => {
    const repository = newRepository(registry.host);
    await pushImage(client, repository, ["one"]);
    for (const place of [repository, newRepository(registry.host)]) {
      expect(await client.manifests.get(place, "none", signal)).toBeUndefined();
      expect(await client.manifests.head(place, "none", signal)).toBeUndefined();
      expect(await client.manifests.delete(place, digestOf(Buffer.from("none")), signal)).toBe(false);
    }
  });

  test("a manifest goes with all its tags when it is deleted by digest", async () => {
    const repository = newRepository(registry.host);
    const { digest } = await pushImage(client, repository, ["one", "two"]);
    expect(await client.manifests.delete(repository, digest, signal)).toBe(true);
    expect(await client.manifests.delete(repository, digest, signal)).toBe(false);
    expect(await client.tags(repository, signal)).toEqual([]);
  });

  test("a registry that does not delete by tag says so", async () => {
    const repository = newRepository(registry.host);
    await pushImage(client, repository, ["one"]);
    expect(await failureOf(client.manifests.delete(repository, "one", signal))).toBe("REGISTRY.DELETE_DISABLED");
    expect(await client.tags(repository, signal)).toEqual(["one"]);
  });

  test("a manifest is refused while its layers are missing, and the registry's words are kept", async () => {
    const repository = newRepository(registry.host);
    const digest = digestOf(Buffer.from("nowhere"));
    const blob = { mediaType: "application/octet-stream", digest, size: 7 };
    const bytes = Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: ociManifest, config: blob, layers: [blob] }),
    );
    const put = client.manifests.put(repository, "one", { mediaType: ociManifest, bytes }, signal);
    await expect(put).rejects.toMatchObject({
      code: "REGISTRY.REFUSED",
      message: `cannot push ${registry.host}/${repository.path}:one: ${registry.host} answered 400`,
      why: expect.stringContaining("MANIFEST_BLOB_UNKNOWN"),
    });
  });

  test("a reference that is neither tag nor digest never reaches the registry", async () => {
    const repository = newRepository(registry.host);
    expect(await failureOf(client.manifests.get(repository, "../tags/list", signal))).toBe("REGISTRY.BAD_REFERENCE");
  });
});

describe("tags", () => {
  test("a listing names every tag", async () => {
    const repository = newRepository(registry.host);
    const tags = Array.from({ length: 30 }, (_, index) => `tag-${String(index).padStart(2, "0")}`);
    await pushImage(client, repository, tags);
    expect([...(await client.tags(repository, signal))].sort()).toEqual(tags);
  });

  test("a repository that does not exist has none", async () => {
    expect(await client.tags(newRepository(registry.host), signal)).toEqual([]);
  });
});

describe("blobs", () => {
  test.each([0, 1, 99_999, 100_000, 100_001, 350_000])("%i bytes arrive and come back", async (sizeBytes) => {
    const repository = newRepository(registry.host);
    const blob = randomBlob(sizeBytes);
    expect(await client.blobs.has(repository, blob.digest, signal)).toBe(false);
    expect(await client.blobs.push(repository, blob, { signal })).toBe("uploaded");
    expect(await client.blobs.push(repository, blob, { signal })).toBe("present");
    expect(await client.blobs.has(repository, blob.digest, signal)).toBe(true);
    const read = await buffer(client.blobs.read(repository, blob, { signal }));
    expect(read.equals(blob.bytes)).toBe(true);
  });

  test("a sha512 digest is checked as well", async () => {
    const repository = newRepository(registry.host);
    const bytes = Buffer.from("sha512");
    const digest = digestOf(bytes, `sha512:${"0".repeat(128)}` as never);
    await client.blobs.push(repository, { ...blobOf(bytes), digest }, { signal });
    expect(await buffer(client.blobs.read(repository, { digest, sizeBytes: 6 }, { signal }))).toEqual(bytes);
  });

  test("a neighbour's blob is mounted and not sent", async () => {
    const [from, to] = [newRepository(registry.host), newRepository(registry.host)];
    const blob = randomBlob(5000);
    await client.blobs.push(from, blob, { signal });
    const again = blobOf(blob.bytes);
    expect(await client.blobs.push(to, again, { signal, mountFrom: from })).toBe("mounted");
    expect(again.openedAt).toEqual([]);
    expect((await buffer(client.blobs.read(to, blob, { signal }))).equals(blob.bytes)).toBe(true);
  });

  test("a blob that the neighbour does not have is sent", async () => {
    const [from, to] = [newRepository(registry.host), newRepository(registry.host)];
    const blob = randomBlob(5000);
    expect(await client.blobs.push(to, blob, { signal, mountFrom: from })).toBe("uploaded");
    expect(await client.blobs.has(to, blob.digest, signal)).toBe(true);
  });

  test("progress grows to the size of the blob in both directions", async () => {
    const repository = newRepository(registry.host);
    const blob = randomBlob(250_000);
    const pushed: TransferProgress[] = [];
    const read: TransferProgress[] = [];
    await client.blobs.push(repository, blob, { signal, onProgress: (progress) => pushed.push(progress) });
    await buffer(client.blobs.read(repository, blob, { signal, onProgress: (progress) => read.push(progress) }));
    for (const steps of [pushed, read]) {
      const bytes = steps.map(({ currentBytes }) => currentBytes);
      expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
      expect(steps.at(-1)).toEqual({ digest: blob.digest, currentBytes: 250_000, totalBytes: 250_000 });
    }
  });

  test("a deleted blob is gone", async () => {
    const repository = newRepository(registry.host);
    const blob = randomBlob(100);
    await client.blobs.push(repository, blob, { signal });
    expect(await client.blobs.delete(repository, blob.digest, signal)).toBe(true);
    expect(await client.blobs.delete(repository, blob.digest, signal)).toBe(false);
    expect(await client.blobs.has(repository, blob.digest, signal)).toBe(false);
    expect(await failureOf(buffer(client.blobs.read(repository, blob, { signal })))).toBe("REGISTRY.NOT_FOUND");
  });

  test("content with another digest than announced is refused and not stored", async () => {
    const repository = newRepository(registry.host);
    const wrong = { ...blobOf(Buffer.from("right")), digest: digestOf(Buffer.from("wrong")) };
    await expect(client.blobs.push(repository, wrong, { signal })).rejects.toMatchObject({
      code: "REGISTRY.REFUSED",
      why: expect.stringContaining("DIGEST_INVALID"),
    });
    expect(await client.blobs.has(repository, wrong.digest, signal)).toBe(false);
  });

  test("content that became shorter is an error and no endless wait", async () => {
    const repository = newRepository(registry.host);
    const blob = { ...blobOf(Buffer.from("short")), sizeBytes: 6 };
    expect(await failureOf(client.blobs.push(repository, blob, { signal }))).toBe("REGISTRY.SOURCE_CHANGED");
  });

  test("the failure of a source is passed on as it is", async () => {
    const repository = newRepository(registry.host);
    const failure = new Error("the disk is broken");
    const open = () =>
      Readable.from(
        (function* () {
          yield Buffer.from("a");
          throw failure;
        })(),
      );
    expect(await failureOf(client.blobs.push(repository, { ...randomBlob(10), open }, { signal }))).toBe(failure);
  });

  test("content that is damaged in the registry's files is refused", async () => {
    const repository = newRepository(registry.host);
    const blob = randomBlob(1000);
    await client.blobs.push(repository, blob, { signal });
    await writeFile(dataFile(blob.digest), Buffer.alloc(1000));
    expect(await failureOf(buffer(client.blobs.read(repository, blob, { signal })))).toBe("REGISTRY.DIGEST_MISMATCH");
  });

  test("a manifest whose file was lost is not there", async () => {
    const repository = newRepository(registry.host);
    const { digest } = await pushImage(client, repository, ["one"]);
    await rm(dataFile(digest));
    expect(await client.manifests.get(repository, "one", signal)).toBeUndefined();
  });

  test("an upload that fails is taken back from the registry", async () => {
    const repository = newRepository(registry.host);
    const failure = new Error("the file is gone");
    // Nothing was sent: once a part was interrupted, Debian's registry forgets how to find the upload, and purges it later.
    const open = () => new Readable({ construct: (ready) => ready(failure) });
    expect(await failureOf(client.blobs.push(repository, { ...randomBlob(10), open }, { signal }))).toBe(failure);
    const uploads = join(registry.directory, "data/docker/registry/v2/repositories", repository.path, "_uploads");
    const files = await readdir(uploads, { recursive: true });
    // The registry itself writes its state of the hash once more after it has deleted the upload.
    expect(files.filter((file) => /\/(data|startedat)$/.test(file))).toEqual([]);
  });
});

describe("cost", () => {
  let proxy: FaultyProxy;
  beforeAll(async () => {
    proxy = await startFaultyProxy(registry.host);
  });
  afterAll(() => proxy?.stop());

  test("a hundred requests and uploads at once share a signal without a warning", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    const repository = newRepository(registry.host);
    const work = Array.from({ length: 100 }, (_, index) =>
      index % 2 ? client.tags(repository, signal) : client.blobs.push(repository, randomBlob(100), { signal }),
    );
    await Promise.all(work);
    // Warnings are emitted in the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
  });

  test("closing the client ends what is under way", async () => {
    const fresh = createRegistryClient();
    const { host, stop } = await listen(createServer(() => fresh.close()));
    await expect(fresh.tags(newRepository(host), signal)).rejects.toMatchObject({ name: "AbortError" });
    await stop();
  });

  test("a listing and a manifest are two requests on one connection", async () => {
    const repository = newRepository(registry.host);
    await pushImage(client, repository, ["one"]);
    const there = { ...repository, registry: proxy.host };
    const fresh = createRegistryClient();
    await fresh.tags(there, signal);
    await fresh.manifests.get(there, "one", signal);
    fresh.close();
    const { path } = repository;
    expect(proxy.lines()).toEqual([`GET /v2/${path}/tags/list`, `GET /v2/${path}/manifests/one`]);
    expect(proxy.connections()).toBe(1);
  });
});

function dataFile(digest: string): string {
  const hex = digest.replace("sha256:", "");
  return join(registry.directory, "data/docker/registry/v2/blobs/sha256", hex.slice(0, 2), hex, "data");
}
