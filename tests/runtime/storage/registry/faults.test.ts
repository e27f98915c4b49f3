import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRegistryClient } from "../../../../runtime/storage/registry/create-registry-client.ts";
import type { RetryWait } from "../../../../runtime/storage/registry/http/retries.ts";
import type { RegistryClient } from "../../../../runtime/storage/registry/registry-client.ts";
import { startRegistry, type TestRegistry } from "../../../support/registry.ts";
import { type Fault, type FaultyProxy, startFaultyProxy } from "./support/faulty-proxy.ts";
import { failureOf, newRepository, pushImage, randomBlob } from "./support/sample-image.ts";

const { signal } = new AbortController();
let registry: TestRegistry;
let proxy: FaultyProxy;
let client: RegistryClient;
/** Gives up on silence soon. */
let impatient: RegistryClient;
let waits: RetryWait[];

beforeAll(async () => {
  registry = await startRegistry();
});

afterAll(() => registry?.stop());

beforeEach(async () => {
  proxy = await startFaultyProxy(registry.host);
  waits = [];
  client = createRegistryClient({
    chunkBytes: 100_000,
    retries: { attempts: 3, baseDelayMs: 1, onWait: (wait) => waits.push(wait) },
  });
  impatient = createRegistryClient({ chunkBytes: 100_000, timeoutMs: 300, retries: { attempts: 4, baseDelayMs: 1 } });
});

afterEach(async () => {
  client.close();
  impatient.close();
  await proxy.stop();
});

const passing: readonly (readonly [string, Fault])[] = [
  ["429", { kind: "answer", status: 429, headers: { "retry-after": "0" } }],
  ["503", { kind: "answer", status: 503 }],
  ["500", { kind: "answer", status: 500, body: "<html>" }],
  ["a dropped connection", { kind: "drop" }],
  ["a lost answer", { kind: "lose-answer" }],
];

describe("faults that pass", () => {
  test.each([...passing, ["an answer that is cut", { kind: "cut-answer", afterBytes: 3 }] as const])(
    "a listing survives %s",
    async (_, fault) => {
      const repository = newRepository(proxy.host);
      await pushImage(client, repository, ["one"]);
      proxy.fail(/tags/, fault, fault);
      expect(await client.tags(repository, signal)).toEqual(["one"]);
    },
  );

  test.each(passing)("pushing an image survives %s at each kind of request", async (_, fault) => {
    const repository = newRepository(proxy.host);
    for (const match of [/^HEAD/, /^POST/, /^PUT .*uploads/, /^PUT .*manifests/]) proxy.fail(match, fault);
    const pushed = await pushImage(client, repository, ["one"]);
    expect(await client.manifests.get(repository, "one", signal)).toEqual(pushed);
  });

  test.each(passing)("an upload in parts survives %s in the middle", async (_, fault) => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(350_000);
    proxy.fail(/^PATCH/, { kind: "delay", ms: 0 }, fault, { kind: "delay", ms: 0 }, fault);
    await client.blobs.push(repository, blob, { signal });
    expect((await buffer(client.blobs.read(repository, blob, { signal }))).equals(blob.bytes)).toBe(true);
  });

  test("silence is survived at each kind of request", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(350_000);
    const matches = [
      /^HEAD/,
      /^POST/,
      /^PATCH/,
      /^PUT .*uploads/,
      /^PUT .*manifests/,
      /^GET .*manifests/,
      /^GET .*blobs/,
    ];
    for (const match of matches) proxy.fail(match, { kind: "hang" });
    await impatient.blobs.push(repository, blob, { signal });
    expect((await buffer(impatient.blobs.read(repository, blob, { signal }))).equals(blob.bytes)).toBe(true);
    const pushed = await pushImage(impatient, repository, ["one"]);
    expect(await impatient.manifests.get(repository, "one", signal)).toEqual(pushed);
  });

  test("an upload goes on after the part that arrived", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(350_000);
    proxy.fail(/^PATCH/, { kind: "delay", ms: 0 }, { kind: "drop" });
    await client.blobs.push(repository, blob, { signal });
    expect(blob.openedAt).toEqual([0, 100_000, 100_000, 200_000, 300_000]);
    expect(proxy.lines().filter((line) => line.startsWith("POST"))).toHaveLength(1);
  });

  test.each([80_000, 280_000])(
    "an upload survives a connection that breaks after %i bytes of a request",
    async (afterBytes) => {
      const repository = newRepository(proxy.host);
      const large = createRegistryClient({ retries: { baseDelayMs: 1 } });
      const blob = randomBlob(350_000);
      proxy.fail(/^PUT/, { kind: "cut-request", afterBytes });
      expect(await large.blobs.push(repository, blob, { signal })).toBe("uploaded");
      expect((await buffer(large.blobs.read(repository, blob, { signal }))).equals(blob.bytes)).toBe(true);
      large.close();
    },
  );

  test("an upload that was complete when its answer was lost is not sent again", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(50_000);
    proxy.fail(/^PUT/, { kind: "lose-answer" });
    await client.blobs.push(repository, blob, { signal });
    expect(blob.openedAt).toEqual([0]);
  });

  test("an upload that the registry forgot begins anew", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(250_000);
    proxy.fail(/^PATCH/, { kind: "delay", ms: 0 }, { kind: "answer", status: 404 });
    proxy.fail(/^GET .*uploads/, { kind: "answer", status: 404 });
    await client.blobs.push(repository, blob, { signal });
    expect(blob.openedAt).toEqual([0, 100_000, 0, 100_000, 200_000]);
  });

  test("a blob is read on from where the connection broke", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(300_000);
    await client.blobs.push(repository, blob, { signal });
    proxy.fail(
      /^GET .*blobs/,
      { kind: "cut-answer", afterBytes: 120_000 },
      { kind: "drop" },
      { kind: "shorten-answer", toBytes: 60_000 },
    );
    const read = await buffer(client.blobs.read(repository, blob, { signal }));
    expect(read.equals(blob.bytes)).toBe(true);
    const ranges = proxy.seen
      .filter(({ method, path }) => method === "GET" && path.includes("blobs"))
      .map(({ headers }) => headers.range);
    expect(ranges[0]).toBeUndefined();
    const starts = ranges.slice(1).map((range) => Number(/\d+/.exec(range ?? "")));
    // What was on its way when the connection broke may be lost, never counted twice.
    expect(starts[0]).toBe(starts[1]);
    expect(starts[0]).toBeLessThanOrEqual(120_000);
    expect(starts[2]).toBe(starts[1]! + 60_000);
  });

  test("the registry's wish to wait is granted and told", async () => {
    const repository = newRepository(proxy.host);
    proxy.fail(/tags/, { kind: "answer", status: 429, headers: { "retry-after": "1" } });
    await client.tags(repository, signal);
    expect(waits).toEqual([
      {
        message: `cannot list the tags of ${proxy.host}/${repository.path}: ${proxy.host} has no capacity now (429)`,
        delayMs: 1000,
      },
    ]);
  });

  test("a slow registry is waited for", async () => {
    const repository = newRepository(proxy.host);
    proxy.fail(/tags/, { kind: "delay", ms: 200 });
    expect(await client.tags(repository, signal)).toEqual([]);
    expect(waits).toEqual([]);
  });

  test("a slow reader does not lose its connection", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(3_000_000);
    await client.blobs.push(repository, blob, { signal });
    const before = proxy.seen.length;
    let sizeBytes = 0;
    for await (const chunk of impatient.blobs.read(repository, blob, { signal })) {
      if (sizeBytes === 0) await new Promise((resolve) => setTimeout(resolve, 800));
      sizeBytes += chunk.length;
    }
    expect(sizeBytes).toBe(3_000_000);
    expect(proxy.seen.length - before).toBe(1);
  });
});

describe("faults that stay", () => {
  test.each([
    ["429", { kind: "answer", status: 429 }, "REGISTRY.BUSY"],
    ["503", { kind: "answer", status: 503 }, "REGISTRY.BUSY"],
    ["502", { kind: "answer", status: 502 }, "REGISTRY.FAILED"],
    ["dropped connections", { kind: "drop" }, "REGISTRY.UNREACHABLE"],
    ["answers that are cut", { kind: "cut-answer", afterBytes: 3 }, "REGISTRY.UNREACHABLE"],
  ] as const)("%s: the work ends after the allowed tries", async (_, fault, code) => {
    const repository = newRepository(proxy.host);
    proxy.fail(/tags/, ...Array.from({ length: 10 }, () => fault));
    expect(await failureOf(client.tags(repository, signal))).toBe(code);
    expect(proxy.seen).toHaveLength(3);
  });

  test("silence ends after the allowed tries", async () => {
    proxy.fail(/tags/, ...Array.from({ length: 10 }, () => ({ kind: "hang" }) as const));
    await expect(impatient.tags(newRepository(proxy.host), signal)).rejects.toMatchObject({
      code: "REGISTRY.UNREACHABLE",
      why: "no answer for 0.3 seconds",
    });
    expect(proxy.seen).toHaveLength(4);
  });

  test("a wait that is too long is refused at once", async () => {
    proxy.fail(/tags/, { kind: "answer", status: 429, headers: { "retry-after": "3600" } });
    expect(await failureOf(client.tags(newRepository(proxy.host), signal))).toBe("REGISTRY.BUSY");
    expect(proxy.seen).toHaveLength(1);
  });

  test("an upload that begins anew again and again comes to an end", async () => {
    const repository = newRepository(proxy.host);
    for (let round = 0; round < 10; round += 1) {
      proxy.fail(/^PATCH/, { kind: "delay", ms: 0 }, { kind: "answer", status: 404 });
      proxy.fail(/^GET .*uploads/, { kind: "answer", status: 404 });
    }
    expect(await failureOf(client.blobs.push(repository, randomBlob(350_000), { signal }))).toBe("REGISTRY.NOT_FOUND");
  });

  test("nothing that listens is said in plain words", async () => {
    const repository = newRepository(proxy.host);
    await proxy.stop();
    await expect(client.tags(repository, signal)).rejects.toMatchObject({
      code: "REGISTRY.UNREACHABLE",
      message: `cannot list the tags of ${proxy.host}/${repository.path}: no answer from ${proxy.host}`,
      why: "nothing listens there",
    });
  });

  test.each([
    ["a flipped bit", { kind: "flip-bit" }],
    ["a shortened answer", { kind: "shorten-answer", toBytes: 100 }],
  ] as const)("%s in a manifest is found", async (_, fault) => {
    const repository = newRepository(proxy.host);
    const { digest } = await pushImage(client, repository, ["one"]);
    proxy.fail(/^GET .*manifests/, fault, fault);
    expect(await failureOf(client.manifests.get(repository, "one", signal))).toBe("REGISTRY.DIGEST_MISMATCH");
    expect(await failureOf(client.manifests.get(repository, digest, signal))).toBe("REGISTRY.DIGEST_MISMATCH");
  });

  test("a flipped bit in a blob is found before the stream ends", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(200_000);
    await client.blobs.push(repository, blob, { signal });
    proxy.fail(/^GET .*blobs/, { kind: "flip-bit" });
    expect(await failureOf(buffer(client.blobs.read(repository, blob, { signal })))).toBe("REGISTRY.DIGEST_MISMATCH");
  });

  test("more bytes than announced are not read", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(200_000);
    await client.blobs.push(repository, blob, { signal });
    const read = client.blobs.read(repository, { digest: blob.digest, sizeBytes: 1000 }, { signal });
    expect(await failureOf(buffer(read))).toBe("REGISTRY.DIGEST_MISMATCH");
  });

  test("a page of a proxy is not taken for a registry", async () => {
    proxy.fail(/tags/, { kind: "answer", status: 200, body: "<html>please log in</html>" });
    expect(await failureOf(client.tags(newRepository(proxy.host), signal))).toBe("REGISTRY.PROTOCOL");
    proxy.fail(/manifests/, { kind: "answer", status: 200, headers: { "content-type": "text/html" }, body: "<html>" });
    expect(await failureOf(client.manifests.get(newRepository(proxy.host), "one", signal))).toBe(
      "REGISTRY.UNSUPPORTED_MANIFEST",
    );
  });
});

describe("aborting", () => {
  test.each([
    ["a request without an answer", { kind: "hang" }],
    ["a wait for the next try", { kind: "answer", status: 503, headers: { "retry-after": "30" } }],
  ] as const)("%s ends at once with the reason", async (_, fault) => {
    const reason = new Error("interrupted");
    const controller = new AbortController();
    proxy.fail(/tags/, fault);
    const listing = client.tags(newRepository(proxy.host), controller.signal);
    setTimeout(() => controller.abort(reason), 50);
    expect(await failureOf(listing)).toBe(reason);
  });

  test("an aborted upload is taken back from the registry", async () => {
    const reason = new Error("interrupted");
    const controller = new AbortController();
    proxy.fail(/^PATCH/, { kind: "delay", ms: 0 }, { kind: "hang" });
    const onProgress = ({ currentBytes }: { currentBytes: number }) => {
      if (currentBytes > 150_000) controller.abort(reason);
    };
    const push = client.blobs.push(newRepository(proxy.host), randomBlob(350_000), {
      signal: controller.signal,
      onProgress,
    });
    expect(await failureOf(push)).toBe(reason);
    expect(proxy.lines().at(-1)).toMatch(/^DELETE .*uploads/);
  });

  test("an aborted download ends with the reason, also while the network is silent", async () => {
    const repository = newRepository(proxy.host);
    const blob = randomBlob(1000);
    await client.blobs.push(repository, blob, { signal });
    proxy.fail(/^GET .*blobs/, { kind: "hang" });
    const reason = new Error("interrupted");
    const controller = new AbortController();
    const read = buffer(client.blobs.read(repository, blob, { signal: controller.signal }));
    setTimeout(() => controller.abort(reason), 50);
    expect(await failureOf(read)).toBe(reason);
  });

  test("an aborted signal sends nothing", async () => {
    const reason = new Error("interrupted");
    expect(await failureOf(client.tags(newRepository(proxy.host), AbortSignal.abort(reason)))).toBe(reason);
    expect(proxy.seen).toEqual([]);
  });
});
