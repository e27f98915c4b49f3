import { afterAll, beforeAll, expect, test } from "vitest";
import { createRegistryClient } from "../../../../../runtime/storage/registry/create-registry-client.ts";
import { copyImage } from "../../../../../runtime/storage/registry/stages/copy-image.ts";
import { startRegistry, type TestRegistry } from "../../../../support/registry.ts";
import { type FaultyProxy, startFaultyProxy } from "../support/faulty-proxy.ts";
import { newRepository, pushImage } from "../support/sample-image.ts";

const client = createRegistryClient({ retries: { baseDelayMs: 5 } });
const signal = new AbortController().signal;
const transfer = { signal, onProgress: () => {} };
let registry: TestRegistry;
let other: TestRegistry;
let proxy: FaultyProxy;

beforeAll(async () => {
  [registry, other] = await Promise.all([startRegistry(), startRegistry()]);
  proxy = await startFaultyProxy(registry.host);
});

afterAll(async () => {
  client.close();
  await proxy.stop();
  await Promise.all([registry.stop(), other.stop()]);
});

test("within a registry content is mounted and not sent", async () => {
  const from = newRepository(proxy.host);
  const to = newRepository(proxy.host);
  const image = await pushImage(client, from, ["1"]);
  const before = proxy.seen.length;
  expect(await copyImage(client, { from, tag: "1", to, tags: ["2", "3"] }, transfer)).toBe(true);
  expect(
    proxy
      .lines()
      .slice(before)
      .filter((line) => /^(PATCH|GET .*blobs)/.test(line)),
  ).toEqual([]);
  for (const tag of ["2", "3"]) expect((await client.manifests.get(to, tag, signal))?.bytes).toEqual(image.bytes);
});

test("between registries content is streamed, whole in spite of lost connections, and counted", async () => {
  const from = newRepository(proxy.host);
  const to = newRepository(other.host);
  const image = await pushImage(client, from, ["1"]);
  proxy.fail(/^GET .*blobs/, { kind: "cut-answer", afterBytes: 10 });
  const progress: number[] = [];
  const onProgress = (each: { readonly currentBytes: number; readonly totalBytes: number }) =>
    void progress.push(each.totalBytes - each.currentBytes);
  expect(await copyImage(client, { from, tag: "1", to, tags: ["1"] }, { signal, onProgress })).toBe(true);
  expect((await client.manifests.get(to, "1", signal))?.bytes).toEqual(image.bytes);
  expect(progress.at(-1)).toBe(0);
});

test("what is there already costs a look at it", async () => {
  const from = newRepository(proxy.host);
  await pushImage(client, from, ["1"]);
  const before = proxy.seen.length;
  expect(await copyImage(client, { from, tag: "1", to: from, tags: ["1"] }, transfer)).toBe(true);
  expect(proxy.lines().slice(before)).toEqual([
    `GET /v2/${from.path}/manifests/1`,
    `HEAD /v2/${from.path}/manifests/1`,
  ]);
});

test("an image that the source has lost is not copied", async () => {
  const from = newRepository(registry.host);
  const to = newRepository(other.host);
  const image = await pushImage(client, from, ["1"]);
  expect(await copyImage(client, { from, tag: "2", to, tags: ["2"] }, transfer)).toBe(false);
  if (image.content.kind === "image") {
    for (const { digest } of image.content.layers) await client.blobs.delete(from, digest, signal);
  }
  expect(await copyImage(client, { from, tag: "1", to, tags: ["1"] }, transfer)).toBe(false);
  expect(await client.tags(to, signal)).toEqual([]);
});
