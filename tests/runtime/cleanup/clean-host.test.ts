import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanHost, type HostCleanupOptions } from "../../../runtime/cleanup/clean-host.ts";
import { createDockerHousekeeping } from "../../../runtime/engine/docker/docker-housekeeping.ts";
import { createFileLocks } from "../../../runtime/storage/lock/file-locks.ts";
import { packTar } from "../../../runtime/util/archive.ts";
import { makeTemporaryFolder } from "../../support/git-repo.ts";
import { type PrivateEngine, startPrivateEngine } from "../../support/private-engine.ts";

const cache = makeTemporaryFolder();
const stageSizeBytes = 8_000_000;
let daemon: PrivateEngine;

beforeAll(async () => {
  daemon = await startPrivateEngine(128);
}, 120_000);
afterAll(async () => {
  await daemon.stop();
  rmSync(cache, { recursive: true, force: true });
});

/** Everything counts as too full, and nothing frees enough, unless a limit says otherwise. */
function optionsOf(more: Partial<HostCleanupOptions> = {}): HostCleanupOptions {
  return {
    engine: daemon.engine,
    housekeeping: createDockerHousekeeping(daemon.environment),
    locks: createFileLocks({ BUILDER_CACHE_DIR: cache }),
    cacheDirectory: cache,
    uses: async () => [],
    engineLimit: { allowedPercent: 0, marginPercent: 0 },
    cacheLimit: { allowedPercent: 100, marginPercent: 0 },
    dryRun: false,
    signal: new AbortController().signal,
    ...more,
  };
}

/** A stage of some megabytes that was built and used last so many minutes ago. */
async function addStage(letter: string, minutesAgo: number) {
  const timestampMs = Date.now() - minutesAgo * 60_000;
  const content = { mode: 0o644, uid: 0, gid: 0, modifiedUnix: 0, content: randomBytes(stageSizeBytes) };
  const rootfs = packTar([{ path: letter, type: "file", ...content }]);
  const imageId = await daemon.engine.images.import(rootfs, { werf: "shop" });
  const id = `${letter.repeat(56)}-${timestampMs}`;
  const reference = `shop:${id}`;
  await daemon.engine.images.tag(imageId, reference);
  return { id, reference, usedMs: timestampMs };
}

const letters = (results: readonly { readonly name: string; readonly action: string }[]): string[] =>
  results.map(({ name, action }) => `${action} ${name.split(":")[1]?.[0]}`);

const remaining = async (): Promise<string[]> =>
  (await daemon.engine.images.list({ label: "werf" }))
    .flatMap(({ references }) => references.map((name) => name.split(":")[1]?.[0] ?? ""))
    .sort();

test("stages go one by one, the least recently used first, until the volume is empty enough; those of the last minutes stay", async () => {
  // The engine says when an image was made: each of them just now. Only the clock can make them old.
  const realNow = Date.now;
  Date.now = () => realNow() + 3_600_000;
  try {
    const [a] = [await addStage("a", 40), await addStage("b", 39), await addStage("c", 38)];
    const recent = await addStage("d", 1);
    const uses = async () => [
      { id: a.id, usedMs: realNow() + 1_800_000 },
      { id: recent.id, usedMs: realNow() + 3_600_000 },
    ];
    const dry = await cleanHost(optionsOf({ uses, dryRun: true }));
    const [volume] = dry.volumes;
    expect(letters(volume?.results ?? [])).toEqual(["remove b", "remove c", "remove a"]);
    expect(await remaining()).toEqual(["a", "b", "c", "d"]);

    const { usedBytes = 0, totalBytes = 1 } = volume?.before ?? {};
    // Two of the four must go to get below what is in use less one and a half of them.
    const allowedPercent = ((usedBytes - 1.5 * stageSizeBytes) / totalBytes) * 100;
    const report = await cleanHost(optionsOf({ uses, engineLimit: { allowedPercent, marginPercent: 0 } }));
    expect(letters(report.volumes[0]?.results ?? [])).toEqual(["remove b", "remove c"]);
    expect(await remaining()).toEqual(["a", "d"]);
    const after = await cleanHost(optionsOf({ uses, engineLimit: { allowedPercent, marginPercent: 0 } }));
    expect(after.volumes[0]).not.toHaveProperty("targetBytes");
    await daemon.engine.images.remove(recent.reference);
  } finally {
    Date.now = realNow;
  }
});

test("builder's own files go the same way; locks, runs and records stay", async () => {
  const old = new Date(Date.now() - 3_600_000);
  const older = new Date(Date.now() - 7_200_000);
  const make = (path: string, time: Date): string => {
    const file = join(cache, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "content");
    utimesSync(file, time, time);
    return file;
  };
  const [second, first] = [make("load/x/bundle.mjs", old), make("stages/y.json", older)];
  const kept = [make("runs/alive", older), make("commits/shop/abc", older), make("load/new.mjs", new Date())];
  const limits = {
    engineLimit: { allowedPercent: 100, marginPercent: 0 },
    cacheLimit: { allowedPercent: 0, marginPercent: 0 },
  };
  const report = await cleanHost(optionsOf(limits));
  expect(report.volumes.map(({ what, results }) => [what, results.map(({ name }) => name)])).toEqual([
    ["engine", []],
    ["cache", [first, second]],
  ]);
  expect([first, second, ...kept].map((file) => existsSync(file))).toEqual([false, false, true, true, true]);
});
