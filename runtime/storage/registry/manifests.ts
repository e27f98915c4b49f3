import { Readable } from "node:stream";
import { type ContentDigest, digestOf, isContentDigest } from "./content-digest.ts";
import { badReference, digestMismatch, unexpectedAnswer, unsupportedManifest } from "./errors.ts";
import type { Answer } from "./http/fetch.ts";
import type { Access, RegistryRequest } from "./http/request.ts";
import { isTag, type Repository } from "./image-reference.ts";
import { manifestMediaTypes, parseManifest } from "./manifest.ts";
import type { Descriptor, RegistryManifests, StoredManifest } from "./registry-client.ts";
import { deleteFrom, pullFrom, pushTo, type RegistryContext } from "./registry-context.ts";

/** Manifests over the protocol. */
export function createManifests(context: RegistryContext): RegistryManifests {
  async function get(repository: Repository, reference: string, signal: AbortSignal) {
    const request = requestFor(context, repository, reference, {
      verb: "read",
      method: "GET",
      access: pullFrom(repository),
    });
    const answer = await context.fetch(request, [200, 404], signal);
    return answer.status === 404 ? undefined : toStored(answer, request, repository, reference);
  }

  return {
    get,
    async head(repository, reference, signal) {
      const request = requestFor(context, repository, reference, {
        verb: "look up",
        method: "HEAD",
        access: pullFrom(repository),
      });
      const answer = await context.fetch(request, [200, 404], signal);
      if (answer.status === 404) return undefined;
      // Not every registry says enough in its headers.
      return toDescriptor(answer) ?? withoutContent(await get(repository, reference, signal));
    },
    async put(repository, reference, { mediaType, bytes }, signal) {
      const request = requestFor(context, repository, reference, {
        verb: "push",
        method: "PUT",
        access: pushTo(repository),
      });
      const body = { sizeBytes: bytes.length, open: () => Readable.from([bytes]) };
      const headers = { "content-type": mediaType };
      const answer = await context.fetch({ ...request, headers, body }, [200, 201], signal);
      const announced = digestHeader(answer);
      const digest = digestOf(bytes, announced);
      const wanted = announced ?? (isContentDigest(reference) ? reference : digest);
      if (wanted !== digest)
        throw digestMismatch(`what ${repository.registry} stored as ${nameOf(repository, reference)}`, digest, wanted);
      return { mediaType, digest, sizeBytes: bytes.length };
    },
    async delete(repository, reference, signal) {
      const request = requestFor(context, repository, reference, {
        verb: "delete",
        method: "DELETE",
        access: deleteFrom(repository),
      });
      const { status } = await context.fetch(request, [200, 202, 204, 404], signal);
      return status !== 404;
    },
  };
}

interface Operation {
  /** For errors: "cannot VERB registry/path:tag". */
  readonly verb: string;
  readonly method: RegistryRequest["method"];
  readonly access: Access;
}

function requestFor(
  context: RegistryContext,
  repository: Repository,
  reference: string,
  { verb, method, access }: Operation,
): RegistryRequest {
  if (!isTag(reference) && !isContentDigest(reference))
    throw badReference(reference, "it is neither a tag nor a digest");
  return {
    method,
    url: context.urlOf(repository, `manifests/${reference}`),
    headers: method === "GET" || method === "HEAD" ? { accept: manifestMediaTypes.join(", ") } : {},
    purpose: `${verb} ${nameOf(repository, reference)}`,
    access,
  };
}

function nameOf(repository: Repository, reference: string): string {
  return `${repository.registry}/${repository.path}${isContentDigest(reference) ? "@" : ":"}${reference}`;
}

function toStored(answer: Answer, request: RegistryRequest, repository: Repository, reference: string): StoredManifest {
  const { bytes } = answer;
  const digest = checkedDigest(answer, repository, reference);
  const mediaType = mediaTypeOf(answer);
  if (!manifestMediaTypes.includes(mediaType)) {
    throw unsupportedManifest(repository.registry, request.purpose, mediaType || "something without a type");
  }
  const content = parseManifest(bytes);
  if (content === undefined) throw unexpectedAnswer(repository.registry, request.purpose, "its answer is no manifest");
  return { mediaType, digest, sizeBytes: bytes.length, bytes, content };
}

/** The digest that was asked for counts more than the one that the registry announces. */
function checkedDigest(answer: Answer, repository: Repository, reference: string): ContentDigest {
  const announced = digestHeader(answer);
  const wanted = isContentDigest(reference) ? reference : announced;
  const actual = digestOf(answer.bytes, wanted);
  if (wanted !== undefined && wanted !== actual) throw digestMismatch(nameOf(repository, reference), wanted, actual);
  return actual;
}

function toDescriptor(answer: Answer): Descriptor | undefined {
  const digest = digestHeader(answer);
  const mediaType = mediaTypeOf(answer);
  const sizeBytes = Number(answer.headers["content-length"] ?? Number.NaN);
  if (digest === undefined || mediaType === "" || !Number.isSafeInteger(sizeBytes)) return undefined;
  return { mediaType, digest, sizeBytes };
}

function withoutContent(manifest: StoredManifest | undefined): Descriptor | undefined {
  if (manifest === undefined) return undefined;
  const { mediaType, digest, sizeBytes } = manifest;
  return { mediaType, digest, sizeBytes };
}

function digestHeader(answer: Answer): ContentDigest | undefined {
  const digest = answer.headers["docker-content-digest"];
  return isContentDigest(digest) ? digest : undefined;
}

function mediaTypeOf(answer: Answer): string {
  return (answer.headers["content-type"] ?? "").replace(/;.*$/, "").trim();
}
