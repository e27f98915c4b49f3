import { rm } from "node:fs/promises";
import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { Engine } from "../engine/engine.ts";
import type { EngineHousekeeping } from "../engine/housekeeping.ts";
import type { Locks } from "../storage/lock/lock.ts";
import { cachedFiles } from "./cached-files.ts";
import { type DiskUsage, readDiskUsage, targetBytes, type UsageLimit } from "./disk-usage.ts";
import { leastRecentlyUsed, type StageUse } from "./least-recently-used.ts";

/** One thing that was, or would be, removed. */
export interface HostCleanupResult {
  readonly kind: "toolchain" | "image" | "file";
  readonly name: string;
  /** `keep`: it is in use. */
  readonly action: "remove" | "keep";
  readonly reason: string;
}

/** One volume of the machine, before and after. */
export interface VolumeReport {
  readonly what: "engine" | "cache";
  readonly directory: string;
  readonly before: DiskUsage;
  readonly after: DiskUsage;
  /** Bytes in use to get down to; absent where it was not too full. */
  readonly targetBytes?: number;
  readonly results: readonly HostCleanupResult[];
}

/** The one document that `host cleanup --json` prints. */
export interface HostCleanupReport {
  readonly schemaVersion: 1;
  readonly command: "host cleanup";
  readonly dryRun: boolean;
  readonly ok: true;
  readonly volumes: readonly VolumeReport[];
}

export interface HostCleanupOptions {
  readonly engine: Engine;
  readonly housekeeping: EngineHousekeeping;
  readonly locks: Locks;
  readonly cacheDirectory: string;
  readonly uses: () => Promise<readonly StageUse[]>;
  readonly engineLimit: UsageLimit;
  readonly cacheLimit: UsageLimit;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/** What was used so lately may be in use: a build holds an image by nothing while it goes from stage to stage. */
const recentMs = 15 * 60_000;

/** Frees disk space where a volume is too full, what has not been used for the longest time first (spec §12.4). */
export function cleanHost(options: HostCleanupOptions): Promise<HostCleanupReport> {
  const { locks, dryRun, signal } = options;
  const work = async (): Promise<HostCleanupReport> => {
    const volumes = [...(await cleanEngine(options)), ...(await cleanCache(options))];
    return { schemaVersion: 1, command: "host cleanup", dryRun, ok: true, volumes };
  };
  return locks.withLock("host-cleanup", work, signal);
}

/** Something that may be removed, and how. */
interface Candidate {
  readonly kind: HostCleanupResult["kind"];
  readonly name: string;
  readonly usedMs: number;
  remove(): Promise<void>;
}

/** An engine of another machine is that machine's business. */
async function cleanEngine(options: HostCleanupOptions): Promise<readonly VolumeReport[]> {
  const { engine, housekeeping, uses, engineLimit } = options;
  const directory = await housekeeping.dataDirectory();
  if (directory === undefined) return [];
  return [
    await cleanVolume(options, "engine", directory, engineLimit, async () => {
      const toolchains = (await housekeeping.unusedToolchains()).map(({ name, createdMs }) => ({
        kind: "toolchain" as const,
        name,
        usedMs: createdMs,
        remove: () => housekeeping.removeToolchain(name),
      }));
      const images = leastRecentlyUsed(await engine.images.list({ label: "werf" }), await uses());
      const stages = images.map(({ reference, usedMs }) => ({
        kind: "image" as const,
        name: reference,
        usedMs,
        remove: () => engine.images.remove(reference),
      }));
      return [...toolchains, ...stages];
    }),
  ];
}

async function cleanCache(options: HostCleanupOptions): Promise<readonly VolumeReport[]> {
  const { cacheDirectory, cacheLimit } = options;
  const usage = await readDiskUsage(cacheDirectory).catch(() => undefined);
  if (usage === undefined) return [];
  return [
    await cleanVolume(options, "cache", cacheDirectory, cacheLimit, async () =>
      (await cachedFiles(cacheDirectory)).map(({ path, usedMs }) => ({
        kind: "file" as const,
        name: path,
        usedMs,
        remove: () => rm(path, { force: true }),
      })),
    ),
  ];
}

/** Removes one after the other until the volume is empty enough; only the volume itself knows what a removal frees. */
async function cleanVolume(
  { dryRun, signal }: HostCleanupOptions,
  what: VolumeReport["what"],
  directory: string,
  limit: UsageLimit,
  list: () => Promise<readonly Candidate[]>,
): Promise<VolumeReport> {
  const before = await readDiskUsage(directory);
  const target = targetBytes(before, limit);
  if (target === undefined) return { what, directory, before, after: before, results: [] };
  const results: HostCleanupResult[] = [];
  const oldEnough = (await list()).filter(({ usedMs }) => Date.now() - usedMs > recentMs);
  for (const { kind, name, usedMs, remove } of oldEnough) {
    signal.throwIfAborted();
    if (!dryRun && (await readDiskUsage(directory)).usedBytes <= target) break;
    const failure = dryRun ? undefined : await remove().then(() => undefined, failureText);
    const reason = failure ?? `not used since ${new Date(usedMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
    results.push({ kind, name, action: failure === undefined ? "remove" : "keep", reason });
  }
  return { what, directory, before, after: await readDiskUsage(directory), targetBytes: target, results };
}

/** What a container uses stays, and so does what somebody else has removed. */
function failureText(error: unknown): string {
  if (!isBuilderError(error) || error.code === "ENGINE.UNREACHABLE") throw error;
  return error.why ?? error.message;
}
