import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { readFirstFile } from "../../util/archive.ts";
import { cacheDir, type Environment } from "../../util/cache-dir.ts";
import { toolchainUnusable } from "../errors.ts";
import type { Toolchain, ToolchainManifest } from "./toolchain.ts";

/** Which toolchain is looked for. */
export interface ToolchainRequest {
  readonly environment: Environment;
  /** The variable that may name an archive. */
  readonly variable: string;
  readonly version: string;
  /** What its files in the cache begin with. */
  readonly cachePrefix: string;
  /** Makes the archive; undefined where this machine cannot. */
  readonly make: () => Promise<Buffer | undefined>;
}

/** The archive that the user names, the one in the cache, or one made now and kept there. Errors: `TOOLCHAIN.UNUSABLE`. */
export async function locateToolchain(request: ToolchainRequest): Promise<Toolchain | undefined> {
  const given = request.environment[request.variable];
  if (given) return readGiven(given, request);
  return (await findCached(request)) ?? (await makeCached(request));
}

export function toolchainDirectory(environment: Environment): string {
  return join(cacheDir(environment), "toolchain");
}

async function readGiven(path: string, { version, variable }: ToolchainRequest): Promise<Toolchain> {
  const unusable = (why: string, cause?: unknown) => toolchainUnusable(path, why, variable, cause);
  const archive = await readFile(path).catch((error: unknown) => {
    throw unusable("The file cannot be read.", error);
  });
  const manifest = await readManifest(archive).catch((error: unknown) => {
    throw unusable("It is not a gzipped tar archive.", error);
  });
  if (manifest === undefined) throw unusable("Its first file is not a toolchain's manifest.json.");
  if (manifest.version !== version) {
    throw unusable(`It has version ${manifest.version}; this builder needs ${version}.`);
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

/** The name says all that has to be known: `[PREFIX]VERSION-ARCHITECTURE-SHA256.tar.gz`. */
function prefixOf({ cachePrefix, version }: ToolchainRequest): string {
  return `${cachePrefix}${version}-${process.arch}-`;
}

const suffix = ".tar.gz";

async function findCached(request: ToolchainRequest): Promise<Toolchain | undefined> {
  const prefix = prefixOf(request);
  const names = await readdir(toolchainDirectory(request.environment)).catch(() => []);
  const name = names.filter((each) => each.startsWith(prefix) && each.endsWith(suffix)).sort()[0];
  return name === undefined ? undefined : cached(request, name.slice(prefix.length, -suffix.length));
}

async function makeCached(request: ToolchainRequest): Promise<Toolchain | undefined> {
  const archive = await request.make();
  if (archive === undefined) return undefined;
  const directory = toolchainDirectory(request.environment);
  await mkdir(directory, { recursive: true });
  const hash = sha256(archive);
  const unfinished = join(directory, `.${randomBytes(6).toString("hex")}`);
  await writeFile(unfinished, archive);
  const made = cached(request, hash);
  await rename(unfinished, made.origin);
  return made;
}

function cached(request: ToolchainRequest, hash: string): Toolchain {
  const path = join(toolchainDirectory(request.environment), `${prefixOf(request)}${hash}${suffix}`);
  const manifest = { version: request.version, architecture: process.arch };
  return { manifest, sha256: hash, origin: path, open: () => createReadStream(path) };
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
