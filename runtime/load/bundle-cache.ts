import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Bundle, type BundleKind, type BundleRequest, bundleFormat } from "./bundle.ts";
import { cacheNotWritable } from "./errors.ts";

/** A bundle that lies in the cache and can be evaluated. */
export interface StoredBundle {
  readonly kind: BundleKind;
  readonly url: string;
  readonly code: string;
  readonly map: string;
  /** Absolute paths of what was bundled. */
  readonly sources: readonly string[];
}

/** What is written beside a bundle: how to find out whether it is still the right one. */
interface Manifest {
  readonly format: string;
  /** SHA-256 of each file that decided what the bundle is; null: there was none. */
  readonly inputs: Readonly<Record<string, string | null>>;
  readonly sources: readonly string[];
  readonly kind: BundleKind;
  /** Name of the bundle without extension: the SHA-256 of its code. */
  readonly code: string;
  /** SHA-256 of its source map. */
  readonly map: string;
}

/** As many as branches are switched between, say; each is as large as the sources. */
const keptBundles = 4;

/**
 * The bundle of the last load, if all files that it was made of are what they were. Anything that is damaged counts as
 * absent. Synchronous, because these are a few small files and the load waits for them.
 */
export function readCachedBundle(request: BundleRequest, cacheDir: string): StoredBundle | undefined {
  const folder = folderOf(request, cacheDir);
  const manifest = readManifest(folder);
  if (manifest === undefined || manifest.format !== bundleFormat) return undefined;
  for (const [path, expected] of Object.entries(manifest.inputs)) if (hashOf(path) !== expected) return undefined;
  const { kind, sources } = manifest;
  const codePath = join(folder, codeName(manifest.code, kind));
  const code = readText(codePath);
  const map = readText(join(folder, `${manifest.code}.map`));
  if (map === undefined || hash(map) !== manifest.map) return undefined;
  if (code === undefined || hash(code) !== manifest.code) return undefined;
  return { kind, url: pathToFileURL(codePath).href, code, map, sources };
}

/**
 * Keeps a bundle for the next load. Every file is written aside and renamed, the manifest last, so that processes
 * side by side never see half of one. Errors: `LOAD.CACHE_FAILED`.
 */
export function storeBundle(request: BundleRequest, bundle: Bundle, startedMs: number, cacheDir: string): StoredBundle {
  const folder = folderOf(request, cacheDir);
  const code = hash(bundle.code);
  const codePath = join(folder, codeName(code, bundle.kind));
  try {
    mkdirSync(folder, { recursive: true });
    writeAtomic(codePath, bundle.code);
    writeAtomic(join(folder, `${code}.map`), bundle.map);
    if (!changedSince(startedMs, bundle.sources)) {
      writeAtomic(join(folder, "manifest.json"), JSON.stringify(toManifest(request, bundle, code)));
    }
    removeOldBundles(folder);
  } catch (cause) {
    throw cacheNotWritable(cacheDir, cause);
  }
  return { ...bundle, url: pathToFileURL(codePath).href };
}

function codeName(digest: string, kind: BundleKind): string {
  return `${digest}.${kind === "script" ? "cjs" : "mjs"}`;
}

function folderOf({ file, sdkUrl }: BundleRequest, cacheDir: string): string {
  return join(cacheDir, "load", hash(`${file}\0${sdkUrl}`).slice(0, 16));
}

function toManifest({ sdkUrl }: BundleRequest, bundle: Bundle, code: string): Manifest {
  // The bundle has the list of the SDK's exports in it, which comes from the SDK's entry.
  const inputs = [...bundle.inputs, fileURLToPath(sdkUrl)];
  return {
    format: bundleFormat,
    inputs: Object.fromEntries(inputs.map((path) => [path, hashOf(path) ?? null])),
    sources: bundle.sources,
    kind: bundle.kind,
    code,
    map: hash(bundle.map),
  };
}

function readManifest(folder: string): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(readText(join(folder, "manifest.json")) ?? "");
    return isManifest(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Written by this file; of another version of it, only `format` is looked at. */
function isManifest(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && "format" in value && "inputs" in value && "code" in value;
}

/** A source that was saved while it was bundled: nobody knows which of its contents went in. */
function changedSince(startedMs: number, sources: readonly string[]): boolean {
  return sources.some((source) => (statSync(source, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= startedMs);
}

function writeAtomic(path: string, content: string): void {
  const aside = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(aside, content);
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

function removeOldBundles(folder: string): void {
  const byAge = readdirSync(folder)
    .filter((name) => name !== "manifest.json")
    .map((name) => ({ path: join(folder, name), stat: statSync(join(folder, name), { throwIfNoEntry: false }) }))
    .flatMap(({ path, stat }) => (stat === undefined ? [] : [{ path, modifiedMs: stat.mtimeMs }]))
    .sort((a, b) => b.modifiedMs - a.modifiedMs);
  // Two files for each bundle.
  for (const { path } of byAge.slice(keptBundles * 2)) rmSync(path, { force: true });
}

function hashOf(path: string): string | null {
  // Asked first: an exception for each of the files that are known to be absent costs more than the rest of the load.
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  try {
    return hash(readFileSync(path));
  } catch {
    return null;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function hash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
