import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, posix } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { packTar, type TarEntry } from "../util/archive.ts";
import { type TarMember, tarMembers } from "../util/tar-members.ts";

/** An image that is to be put into an archive. */
export interface ArchivedImage {
  /** `NAME:TAG`, all that it is to have. */
  readonly references: readonly string[];
  /** In place of those that it has. */
  readonly labels: Readonly<Record<string, string>>;
  /** As `EngineImages.save` gives it. */
  readonly open: () => Promise<Readable>;
}

/**
 * Writes images into one archive in the layout of OCI, with the manifest beside it by which `docker load` of any age reads it.
 * What several images share is in it once. The file is there when it is whole.
 */
export async function writeOciArchive(
  path: string,
  images: readonly ArchivedImage[],
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(dirname(path), `.${basename(path)}-`));
  try {
    const blobs = createBlobs(folder);
    const contents: SavedImage[] = [];
    for (const image of images) contents.push(await readSaved(image, blobs));
    signal.throwIfAborted();
    const partial = join(folder, "archive.tar");
    await pipeline(packTar(entries(contents, blobs)), createWriteStream(partial), { signal });
    await rename(partial, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Blob {
  /** `sha256:…`. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** Where it lies until it is in the archive. */
  readonly path: string;
  readonly isGzip: boolean;
}

/** An image whose parts are blobs. */
interface SavedImage {
  readonly references: readonly string[];
  readonly config: Blob;
  readonly layers: readonly Blob[];
}

interface Blobs {
  add(content: AsyncIterable<Buffer>, sizeBytes: number): Promise<Blob>;
  all(): readonly Blob[];
}

/** Contents by their digests, in a folder: a layer may be larger than the memory, and its name is known only when it was read. */
function createBlobs(folder: string): Blobs {
  const known = new Map<string, Blob>();
  let count = 0;
  return {
    all: () => [...known.values()],
    async add(content, sizeBytes) {
      count += 1;
      const path = join(folder, String(count));
      const hash = createHash("sha256");
      let start: Buffer | undefined;
      await pipeline(async function* () {
        let left = sizeBytes;
        for await (const chunk of content) {
          // What fills up the last block of a member is not part of it.
          const bytes = chunk.subarray(0, left);
          left -= bytes.byteLength;
          start ??= bytes;
          hash.update(bytes);
          yield bytes;
        }
      }, createWriteStream(path));
      const digest = `sha256:${hash.digest("hex")}`;
      const found = known.get(digest);
      if (found !== undefined) {
        await rm(path);
        return found;
      }
      const isGzip = start?.[0] === 0x1f && start[1] === 0x8b;
      const blob = { digest, sizeBytes, path, isGzip };
      known.set(digest, blob);
      return blob;
    },
  };
}

/** Puts what `docker save` has written into blobs; a layer that occurs twice is a link there. */
async function readSaved({ references, labels, open }: ArchivedImage, blobs: Blobs): Promise<SavedImage> {
  const members = new Map<string, Blob>();
  const links = new Map<string, string>();
  for await (const member of tarMembers(await open())) {
    if (member.type === "file") members.set(member.path, await blobs.add(member.content(), member.sizeBytes));
    else if (member.type !== "directory") links.set(member.path, targetOf(member));
  }
  const find = (path: string): Blob => {
    const blob = members.get(path) ?? members.get(links.get(path) ?? "");
    if (blob === undefined) throw new Error(`the engine's archive of an image lacks ${path}`);
    return blob;
  };
  const { Config, Layers } = readManifest(await readFile(find("manifest.json").path, "utf8"));
  const config = relabel(await readFile(find(Config).path, "utf8"), labels);
  return { references, config: await blobs.add(Readable.from([config]), config.byteLength), layers: Layers.map(find) };
}

function relabel(config: string, labels: Readonly<Record<string, string>>): Buffer {
  const document: unknown = JSON.parse(config);
  if (typeof document !== "object" || document === null) throw new Error("an image's config is no object");
  const inner = "config" in document && typeof document.config === "object" ? document.config : {};
  // What the engine notes about the container that an image was made of names its labels again.
  const { container_config: _, container: __, ...kept } = { container_config: 0, container: 0, ...document };
  return json({ ...kept, config: { ...inner, Labels: labels } });
}

function targetOf({ path, type, target }: TarMember): string {
  return type === "link" ? target : posix.join(posix.dirname(path), target);
}

function readManifest(text: string): { readonly Config: string; readonly Layers: readonly string[] } {
  const parsed: unknown = JSON.parse(text);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : undefined;
  if (
    typeof first !== "object" ||
    first === null ||
    !("Config" in first && typeof first.Config === "string") ||
    !("Layers" in first && Array.isArray(first.Layers))
  )
    throw new Error("the engine's archive of an image has a manifest that is not understood");
  return { Config: first.Config, Layers: first.Layers.map(String) };
}

/** The parts of images first, so that whoever reads the archive in order has all when the names come. */
function* entries(images: readonly SavedImage[], blobs: Blobs): Generator<TarEntry> {
  const needed = new Set(images.flatMap(({ config, layers }) => [config, ...layers]));
  const manifests = images.map((image) => ({ ...image, manifest: Buffer.from(JSON.stringify(manifestOf(image))) }));
  yield directory("blobs");
  yield directory("blobs/sha256");
  for (const blob of blobs.all()) {
    if (!needed.has(blob)) continue;
    yield file(blobPath(blob.digest), { sizeBytes: blob.sizeBytes, open: () => createReadStream(blob.path) });
  }
  for (const content of distinct(manifests.map(({ manifest }) => manifest))) {
    yield file(blobPath(digestOf(content)), content);
  }
  yield file("oci-layout", json({ imageLayoutVersion: "1.0.0" }));
  yield file("index.json", json(indexOf(manifests)));
  yield file(
    "manifest.json",
    json(
      images.map(({ references, config, layers }) => ({
        Config: blobPath(config.digest),
        RepoTags: references,
        Layers: layers.map(({ digest }) => blobPath(digest)),
      })),
    ),
  );
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";

function manifestOf({ config, layers }: SavedImage): object {
  return {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: config.digest, size: config.sizeBytes },
    layers: layers.map(({ digest, sizeBytes, isGzip }) => ({
      mediaType: `application/vnd.oci.image.layer.v1.tar${isGzip ? "+gzip" : ""}`,
      digest,
      size: sizeBytes,
    })),
  };
}

/** Tools that ask for a name find it whole; those that know only tags find the tag. */
function indexOf(images: readonly (SavedImage & { readonly manifest: Buffer })[]): object {
  return {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: images.flatMap(({ references, manifest }) =>
      references.map((reference) => ({
        mediaType: manifestType,
        digest: digestOf(manifest),
        size: manifest.byteLength,
        annotations: {
          "io.containerd.image.name": reference,
          "org.opencontainers.image.ref.name": reference.slice(reference.lastIndexOf(":") + 1),
        },
      })),
    ),
  };
}

function distinct(contents: readonly Buffer[]): readonly Buffer[] {
  return [...new Map(contents.map((content) => [digestOf(content), content])).values()];
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}

function json(content: object): Buffer {
  return Buffer.from(JSON.stringify(content));
}

function directory(path: string): TarEntry {
  return { path, type: "directory", mode: 0o755, uid: 0, gid: 0, modifiedUnix: 0 };
}

function file(path: string, content: NonNullable<TarEntry["content"]>): TarEntry {
  return { path, type: "file", mode: 0o644, uid: 0, gid: 0, modifiedUnix: 0, content };
}
