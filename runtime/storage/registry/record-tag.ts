import { isTag } from "./image-reference.ts";
import { murmur } from "./murmur.ts";

/** What tags that are no stages say (spec §7.4), in werf's own spelling. */
export type TagMeaning =
  | { readonly kind: "stage"; readonly id: string; readonly timestampMs: number }
  | { readonly kind: "rejected"; readonly id: string }
  /** `image`: the hash of its name. */
  | { readonly kind: "record"; readonly image: string; readonly commit: string; readonly id: string }
  | { readonly kind: "managed-image"; readonly image: string }
  | { readonly kind: "import-record" }
  | { readonly kind: "custom-tag-record" }
  | { readonly kind: "project-record" };

const managedPrefix = "managed-image-";
const namelessImage = "__nameless__";
const stagePattern = /^[0-9a-f]{56}-(\d{13})$/;
const rejectedPattern = /^([0-9a-f]{56}-\d{13})-rejected$/;
const recordPattern = /^meta-([0-9a-f]{1,8})_([0-9a-f]{40,64})_([0-9a-f]{56}-\d{13})$/;

/** Reads a tag; undefined for one that nobody but its owner knows the meaning of. */
export function readTag(tag: string): TagMeaning | undefined {
  const [, timestamp] = stagePattern.exec(tag) ?? [];
  if (timestamp !== undefined) return { kind: "stage", id: tag, timestampMs: Number(timestamp) };
  const [, rejected] = rejectedPattern.exec(tag) ?? [];
  if (rejected !== undefined) return { kind: "rejected", id: rejected };
  const [, image, commit, id] = recordPattern.exec(tag) ?? [];
  if (image !== undefined && commit !== undefined && id !== undefined) return { kind: "record", image, commit, id };
  if (tag.startsWith(managedPrefix))
    return { kind: "managed-image", image: unescapeName(tag.slice(managedPrefix.length)) };
  if (/^import-metadata-[0-9a-f]{64}$/.test(tag)) return { kind: "import-record" };
  if (tag.startsWith("custom-tag-meta-")) return { kind: "custom-tag-record" };
  if (tag === "sync-server" || tag === "cleanup" || /^client-id-.+-\d+$/.test(tag)) return { kind: "project-record" };
  return undefined;
}

/** The tag that says that an image of a commit is a stage. */
export function recordTag(image: string, commit: string, id: string): string {
  return `meta-${imageHash(image)}_${commit}_${id}`;
}

/** The tag that says that the project has an image; undefined for a name that no tag can bear. */
export function managedImageTag(image: string): string | undefined {
  const tag = `${managedPrefix}${escapeName(image)}`;
  return isTag(tag) ? tag : undefined;
}

/** What stands for an image's name in the tags of records. */
export function imageHash(image: string): string {
  return murmur(image);
}

function escapeName(image: string): string {
  return image === "" ? namelessImage : image.replaceAll("/", "__slash__").replaceAll("+", "__plus__");
}

function unescapeName(text: string): string {
  return text === namelessImage ? "" : text.replaceAll("__slash__", "/").replaceAll("__plus__", "+");
}
