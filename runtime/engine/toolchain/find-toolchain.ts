import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { readFirstFile } from "../../util/archive.ts";
import { cacheDir, type Environment } from "../../util/cache-dir.ts";
import { toolchainMissing, toolchainUnusable } from "../errors.ts";
import { buildToolchain, hostBinaries } from "./build-toolchain.ts";
import { type Toolchain, type ToolchainManifest, toolchainVersion } from "./toolchain.ts";

/**
 * Finds the toolchain: the archive that BUILDER_TOOLCHAIN names, the one in the cache, or one made now of the host's static
 * binaries and kept in the cache. Errors: `TOOLCHAIN.MISSING`, `TOOLCHAIN.UNUSABLE`.
 */
export async function findToolchain(environment: Environment): Promise<Toolchain> {
  const given = environment.BUILDER_TOOLCHAIN;
  if (given) return readGiven(given);
  const directory = join(cacheDir(environment), "toolchain");
  const found = (await findCached(directory)) ?? (await makeCached(directory));
  if (found !== undefined) return found;
  throw toolchainMissing(["BUILDER_TOOLCHAIN (not set)", directory, hostBinaries.bash, hostBinaries.busybox]);
}

async function readGiven(path: string): Promise<Toolchain> {
  const archive = await readFile(path).catch((error: unknown) => {
    throw toolchainUnusable(path, "The file cannot be read.", error);
  });
  const manifest = await readManifest(archive).catch((error: unknown) => {
    throw toolchainUnusable(path, "It is not a gzipped tar archive.", error);
  });
  if (manifest === undefined) throw toolchainUnusable(path, "Its first file is not a toolchain's manifest.json.");
  if (manifest.version !== toolchainVersion) {
    throw toolchainUnusable(path, `It has version ${manifest.version}; this builder needs ${toolchainVersion}.`);
  }
  return {
    manifest,
    sha256: sha256(archive),
    origin: path,
    open: () => Readable.from([archive], { objectMode: false }),
  };
}

async function readManifest(archive: Buffer): Promise<ToolchainManifest | undefined> {
  const content = await readFirstFile(Readable.from([archive], { objectMode: false }).pipe(createGunzip()));
  const value: unknown = JSON.parse(content?.toString() ?? "null");
  if (typeof value !== "object" || value === null || !("version" in value) || !("architecture" in value))
    return undefined;
  return { version: String(value.version), architecture: String(value.architecture) };
}

/** The name says all that has to be known: `VERSION-ARCHITECTURE-SHA256.tar.gz`. */
const prefix = `${toolchainVersion}-${process.arch}-`;
const suffix = ".tar.gz";

async function findCached(directory: string): Promise<Toolchain | undefined> {
  const names = await readdir(directory).catch(() => []);
  const name = names.filter((each) => each.startsWith(prefix) && each.endsWith(suffix)).sort()[0];
  return name === undefined ? undefined : cached(directory, name.slice(prefix.length, -suffix.length));
}

async function makeCached(directory: string): Promise<Toolchain | undefined> {
  const archive = await buildToolchain();
  if (archive === undefined) return undefined;
  await mkdir(directory, { recursive: true });
  const hash = sha256(archive);
  const unfinished = join(directory, `.${randomBytes(6).toString("hex")}`);
  await writeFile(unfinished, archive);
  await rename(unfinished, join(directory, `${prefix}${hash}${suffix}`));
  return cached(directory, hash);
}

function cached(directory: string, hash: string): Toolchain {
  const path = join(directory, `${prefix}${hash}${suffix}`);
  const manifest = { version: toolchainVersion, architecture: process.arch };
  return { manifest, sha256: hash, origin: path, open: () => createReadStream(path) };
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
