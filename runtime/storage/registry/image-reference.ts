import { type ContentDigest, isContentDigest } from "./content-digest.ts";
import { badReference } from "./errors.ts";

/** A place for images in a registry. */
export interface Repository {
  /** Host in lower case, with port where one was written; `docker.io` for Docker Hub. */
  readonly registry: string;
  /** Path below the host, for example `library/debian`. */
  readonly path: string;
}

/** An image in a registry: by digest where there is one, by tag otherwise. */
export interface ImageReference extends Repository {
  readonly tag?: string;
  readonly digest?: ContentDigest;
}

const dockerHub = "docker.io";
const hostPattern = /^(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::[0-9]{1,5})?$/;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;

/**
 * Reads `[HOST[:PORT]/]PATH[:TAG][@DIGEST]` as Docker does: without a host it is Docker Hub, there a single word is below
 * `library/`, without tag and digest the tag is `latest`. Errors: `REGISTRY.BAD_REFERENCE`.
 */
export function parseImageReference(text: string): ImageReference {
  const { name, tag, digest } = split(text);
  const repository = toRepository(text, name);
  if (tag !== undefined && !isTag(tag)) {
    throw badReference(text, `the tag "${tag}" is not made of up to 128 letters, digits, "_", "." and "-"`);
  }
  if (digest !== undefined && !isContentDigest(digest)) {
    throw badReference(text, `"${digest}" is not sha256: and 64, or sha512: and 128 hexadecimal digits`);
  }
  if (tag === undefined && digest === undefined) return { ...repository, tag: "latest" };
  return { ...repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** Reads `[HOST[:PORT]/]PATH`, without tag and digest. Errors: `REGISTRY.BAD_REFERENCE`. */
export function parseRepository(text: string): Repository {
  const { name, tag, digest } = split(text);
  if (tag !== undefined || digest !== undefined)
    throw badReference(text, "a repository has neither a tag nor a digest");
  return toRepository(text, name);
}

/** Whether a text can be a tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Whether a reference says which registry it is of. */
export function namesHost(text: string): boolean {
  const slash = text.indexOf("/");
  const first = slash < 0 ? "" : text.slice(0, slash);
  return /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
}

/** The full form that every tool reads in the same way. */
export function formatImageReference(reference: ImageReference): string {
  const { registry, path, tag, digest } = reference;
  return `${registry}/${path}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

function split(text: string): { name: string; tag: string | undefined; digest: string | undefined } {
  const at = text.indexOf("@");
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const tagged = at < 0 ? text : text.slice(0, at);
  const colon = tagged.lastIndexOf(":");
  // A colon before the last slash belongs to the port.
  if (colon <= tagged.lastIndexOf("/")) return { name: tagged, tag: undefined, digest };
  return { name: tagged.slice(0, colon), tag: tagged.slice(colon + 1), digest };
}

function toRepository(text: string, name: string): Repository {
  const slash = name.indexOf("/");
  const hasHost = namesHost(name);
  const host = hasHost ? name.slice(0, slash).toLowerCase() : dockerHub;
  const registry = host === "index.docker.io" || host === "registry-1.docker.io" ? dockerHub : host;
  const written = hasHost ? name.slice(slash + 1) : name;
  const path = registry === dockerHub && !written.includes("/") ? `library/${written}` : written;
  if (!hostPattern.test(registry)) throw badReference(text, `"${registry}" is not a host name`);
  if (written === "") throw badReference(text, "the name of the image is missing");
  if (path.length > 255) throw badReference(text, "the name is longer than 255 characters");
  if (!pathPattern.test(path)) {
    throw badReference(text, `"${path}" is not made of lower-case words joined by "/", ".", "_", "__" or "-"`);
  }
  return { registry, path };
}
