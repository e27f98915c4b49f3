import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Bug } from "../../../sdk/errors/bug.ts";
import { packTar, type StreamedContent, type TarEntry } from "../../util/archive.ts";
import { tarMembers } from "../../util/tar-members.ts";

/** A member of what the engine saved, on disk. */
interface SavedFile {
  readonly digest: string;
  readonly content: StreamedContent;
}

/**
 * What an engine saves of an image as an OCI archive, which `docker load` reads by its manifest.json. Engines wrote a form of their own up to
 * version 24; it is kept in `folder` meanwhile, because that form names its layers last.
 */
export async function* ociArchive(saved: Readable, name: string, folder: string): AsyncGenerator<Buffer> {
  yield* packTar(await entries(await spool(saved, folder), name));
}

async function spool(saved: Readable, folder: string): Promise<ReadonlyMap<string, SavedFile>> {
  const files = new Map<string, SavedFile>();
  const links = new Map<string, string>();
  for await (const { path, type, target, sizeBytes, content } of tarMembers(saved)) {
    const name = path.replace(/^\.\//, "");
    // A layer that two images of the old form share is a link from one to the other.
    if (type === "symlink" || type === "link") links.set(name, join("/", name, "..", target).slice(1));
    if (type !== "file") continue;
    const onDisk = join(folder, String(files.size));
    const hash = createHash("sha256");
    await pipeline(cut(content(), sizeBytes, hash.update.bind(hash)), createWriteStream(onDisk));
    const open = (): Readable => createReadStream(onDisk);
    files.set(name, { digest: hash.digest("hex"), content: { sizeBytes, open } });
  }
  for (const [name, target] of links) {
    const found = files.get(target);
    if (found !== undefined) files.set(name, found);
  }
  return files;
}

/** Without what fills up the last block. */
async function* cut(
  content: AsyncIterable<Buffer>,
  sizeBytes: number,
  onBytes: (bytes: Buffer) => void,
): AsyncGenerator<Buffer> {
  let left = sizeBytes;
  for await (const chunk of content) {
    const wanted = chunk.subarray(0, left);
    left -= wanted.byteLength;
    onBytes(wanted);
    yield wanted;
  }
}

async function entries(files: ReadonlyMap<string, SavedFile>, name: string): Promise<readonly TarEntry[]> {
  const { config, layers } = await readManifest(files);
  const manifest = json({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: descriptor("config.v1+json", config),
    layers: layers.map((layer) => descriptor("layer.v1.tar", layer)),
  });
  const digest = createHash("sha256").update(manifest).digest("hex");
  const annotations = {
    "io.containerd.image.name": name,
    "org.opencontainers.image.ref.name": name.replace(/^.*:/, ""),
  };
  const index = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      {
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        digest: `sha256:${digest}`,
        size: manifest.byteLength,
        annotations,
      },
    ],
  };
  const docker = [{ Config: blob(config.digest), RepoTags: [name], Layers: layers.map((layer) => blob(layer.digest)) }];
  const blobs = new Map([config, ...layers].map((saved) => [saved.digest, saved.content]));
  return [
    file("oci-layout", json({ imageLayoutVersion: "1.0.0" })),
    file("index.json", json(index)),
    file("manifest.json", json(docker)),
    file(blob(digest), manifest),
    ...[...blobs].map(([each, content]) => file(blob(each), content)),
  ];
}

/** `manifest.json` names the config and the layers, lowest first, in both forms. */
async function readManifest(
  files: ReadonlyMap<string, SavedFile>,
): Promise<{ readonly config: SavedFile; readonly layers: readonly SavedFile[] }> {
  const find = (path: unknown): SavedFile => {
    const found = typeof path === "string" ? files.get(path) : undefined;
    if (found === undefined) throw new Bug(`the engine saved an image without ${path}`);
    return found;
  };
  const text = (await find("manifest.json").content.open().toArray()).map(String).join("");
  const [manifest]: readonly unknown[] = JSON.parse(text);
  if (typeof manifest !== "object" || manifest === null || !("Config" in manifest) || !("Layers" in manifest)) {
    throw new Bug(`the engine saved an image with the manifest ${text}`);
  }
  const layers: readonly unknown[] = Array.isArray(manifest.Layers) ? manifest.Layers : [];
  return { config: find(manifest.Config), layers: layers.map(find) };
}

function descriptor(kind: string, { digest, content }: SavedFile) {
  return { mediaType: `application/vnd.oci.image.${kind}`, digest: `sha256:${digest}`, size: content.sizeBytes };
}

function blob(digest: string): string {
  return `blobs/sha256/${digest}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function file(path: string, content: NonNullable<TarEntry["content"]>): TarEntry {
  return { path, type: "file", mode: 0o644, uid: 0, gid: 0, modifiedUnix: 0, content };
}
