import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StoredEntry } from "../../../../runtime/storage/housekeeping.ts";
import { createRegistryClient } from "../../../../runtime/storage/registry/create-registry-client.ts";
import type { Repository } from "../../../../runtime/storage/registry/image-reference.ts";
import { recordTag } from "../../../../runtime/storage/registry/record-tag.ts";
import { createRegistryHousekeeping } from "../../../../runtime/storage/registry/registry-housekeeping.ts";
import { createRegistryRecords } from "../../../../runtime/storage/registry/registry-records.ts";
import { startRegistry, type TestRegistry } from "../../../support/registry.ts";
import { type FaultyProxy, startFaultyProxy } from "./support/faulty-proxy.ts";
import { newRepository, pushImage } from "./support/sample-image.ts";

const { signal } = new AbortController();
const client = createRegistryClient({ retries: { attempts: 2, baseDelayMs: 5 } });
const commit = "c".repeat(40);
const idOf = (letter: string): string => `${letter.repeat(56)}-1700000000000`;
let registry: TestRegistry;
let proxy: FaultyProxy;

beforeAll(async () => {
  registry = await startRegistry();
  proxy = await startFaultyProxy(registry.host);
});
afterAll(async () => {
  client.close();
  await proxy.stop();
  await registry.stop();
});

const tagsOf = async (repository: Repository) => [...(await client.tags(repository, signal))].sort();

function recordsOf(repository: Repository, known: readonly string[] = []) {
  return createRegistryRecords({ client, repository, tags: async () => known });
}

describe("records", () => {
  test("say which stage an image of a commit is, once", async () => {
    const repository = newRepository(registry.host);
    const images = [
      { image: "app", id: idOf("a") },
      { image: "web/ui", id: idOf("b") },
    ];
    await recordsOf(repository).note(commit, images, signal);
    const tags = [
      "managed-image-app",
      "managed-image-web__slash__ui",
      recordTag("app", commit, idOf("a")),
      recordTag("web/ui", commit, idOf("b")),
    ];
    expect(await tagsOf(repository)).toEqual([...tags].sort());
    await recordsOf(repository).note(commit, images, signal);
    expect(await tagsOf(repository)).toEqual([...tags].sort());
  });

  test("cost no request where everything is noted already, and one for each that is new", async () => {
    const repository = newRepository(proxy.host);
    const images = [{ image: "app", id: idOf("a") }];
    await recordsOf(repository).note(commit, images, signal);
    const listed = await client.tags(repository, signal);
    const before = proxy.lines().length;
    await recordsOf(repository, listed).note(commit, images, signal);
    expect(proxy.lines().slice(before)).toEqual([]);
    await recordsOf(repository, listed).note("d".repeat(40), images, signal);
    expect(
      proxy
        .lines()
        .slice(before)
        .map((line) => line.split(" ")[0]),
    ).toEqual(["HEAD", "PUT"]);
  });

  test("are images that every reader can read", async () => {
    const repository = newRepository(registry.host);
    await recordsOf(repository).note(commit, [{ image: "app", id: idOf("a") }], signal);
    const manifest = await client.manifests.get(repository, "managed-image-app", signal);
    expect(manifest?.content).toMatchObject({ kind: "image", layers: [] });
  });
});

describe("entries", () => {
  test("are all that is the project's, with labels and names; other tags are nobody's business", async () => {
    const repository = newRepository(registry.host);
    const { content } = await pushImage(client, repository, [idOf("a"), "latest"]);
    await recordsOf(repository).note(commit, [{ image: "app", id: idOf("a") }], signal);
    await recordsOf(repository).note(commit, [{ image: "lost", id: idOf("a") }], signal);
    await client.manifests.delete(
      repository,
      (await client.manifests.head(repository, "managed-image-lost", signal))?.digest ?? "",
      signal,
    );
    const entries = await createRegistryHousekeeping({ client, repository }).entries([], signal);
    const byName = Object.fromEntries(entries.map((entry) => [entry.name, entry]));
    expect(byName).toEqual({
      [idOf("a")]: {
        kind: "stage",
        name: idOf("a"),
        id: idOf("a"),
        timestampMs: 1_700_000_000_000,
        imageId: content.kind === "image" ? content.config.digest : "",
        labels: { a: "b" },
        aliases: ["latest"],
      },
      "managed-image-app": { kind: "project-record", name: "managed-image-app" },
      [recordTag("app", commit, idOf("a"))]: expect.objectContaining({ kind: "record", image: "app", id: idOf("a") }),
      [recordTag("lost", commit, idOf("a"))]: expect.objectContaining({
        kind: "record",
        image: recordTag("lost", commit, "").split(/[-_]/)[1],
      }),
    });
    const named = await createRegistryHousekeeping({ client, repository }).entries(["lost"], signal);
    expect(named.map((entry) => (entry.kind === "record" ? entry.image : ""))).toContain("lost");
  });
});

describe("removing", () => {
  const entriesOf = (repository: Repository) => createRegistryHousekeeping({ client, repository }).entries([], signal);
  const remove = async (repository: Repository, entries: readonly StoredEntry[]) => {
    const removed: string[] = [];
    const housekeeping = createRegistryHousekeeping({ client, repository });
    const failures = await housekeeping.remove(entries, ({ name }) => removed.push(name), signal);
    return { removed: removed.sort(), failures: Object.fromEntries(failures) };
  };

  test("takes away what was asked for and nothing else", async () => {
    const repository = newRepository(registry.host);
    await pushImage(client, repository, [idOf("a")]);
    await pushImage(client, repository, [idOf("b")]);
    await recordsOf(repository).note(
      commit,
      [
        { image: "app", id: idOf("a") },
        { image: "app", id: idOf("b") },
      ],
      signal,
    );
    const going = (await entriesOf(repository)).filter((entry) => entry.name.includes(idOf("a")));
    expect(await remove(repository, going)).toEqual({
      removed: [idOf("a"), recordTag("app", commit, idOf("a"))].sort(),
      failures: {},
    });
    expect(await tagsOf(repository)).toEqual(
      [idOf("b"), "managed-image-app", recordTag("app", commit, idOf("b"))].sort(),
    );
  });

  test("spares an image that somebody has named meanwhile, which it would take along", async () => {
    const repository = newRepository(registry.host);
    const { bytes, mediaType } = await pushImage(client, repository, [idOf("a")]);
    const entries = await entriesOf(repository);
    await client.manifests.put(repository, "v1.0", { bytes, mediaType }, signal);
    expect(await remove(repository, entries)).toEqual({
      removed: [],
      failures: {
        [idOf("a")]: "it is the same image as v1.0, which stays, and the registry removes no single tags",
      },
    });
    expect(await tagsOf(repository)).toEqual([idOf("a"), "v1.0"]);
  });

  test("takes the other names of an image along when they are known", async () => {
    const repository = newRepository(registry.host);
    await pushImage(client, repository, [idOf("a"), "v1.0"]);
    expect(await remove(repository, await entriesOf(repository))).toEqual({ removed: [idOf("a")], failures: {} });
    expect(await tagsOf(repository)).toEqual([]);
  });

  test("removes two stages of one content together", async () => {
    const repository = newRepository(registry.host);
    await pushImage(client, repository, [idOf("a"), idOf("b")]);
    expect((await remove(repository, await entriesOf(repository))).removed).toEqual([idOf("a"), idOf("b")]);
    expect(await tagsOf(repository)).toEqual([]);
  });
});
