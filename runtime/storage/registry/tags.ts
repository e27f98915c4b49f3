import { unexpectedAnswer } from "./errors.ts";
import type { Answer } from "./http/fetch.ts";
import { nextLink } from "./http/link-header.ts";
import { resolveLocation } from "./http/location.ts";
import type { RegistryRequest } from "./http/request.ts";
import type { Repository } from "./image-reference.ts";
import { isRecord, parseJson } from "./json.ts";
import { pullFrom, type RegistryContext } from "./registry-context.ts";

/** The largest page that every registry grants; many give less, some everything at once. */
const pageSize = 1000;

/** Reads all pages of a repository's tags. */
export async function listTags(
  context: RegistryContext,
  repository: Repository,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const tags = new Set<string>();
  const visited = new Set<string>();
  let url: URL | undefined = context.urlOf(repository, `tags/list?n=${pageSize}`);
  while (url !== undefined) {
    const request = toRequest(repository, url);
    if (visited.has(url.href)) throw broken(request, "its pages lead in a circle");
    visited.add(url.href);
    const answer: Answer = await context.fetch(request, [200, 404], signal);
    if (answer.status === 404) break;
    for (const tag of tagsOf(answer, request)) tags.add(tag);
    url = nextPage(answer, request);
  }
  return [...tags];
}

function toRequest(repository: Repository, url: URL): RegistryRequest {
  const purpose = `list the tags of ${repository.registry}/${repository.path}`;
  return { method: "GET", url, access: pullFrom(repository), purpose };
}

function tagsOf(answer: Answer, request: RegistryRequest): readonly string[] {
  const json = parseJson(answer.bytes.toString("utf8"));
  // Docker's registry says null where every tag was deleted.
  const tags = isRecord(json) ? (json.tags ?? []) : undefined;
  if (!Array.isArray(tags)) throw broken(request, "its answer holds no list of tags");
  return tags.filter((tag) => typeof tag === "string");
}

function nextPage(answer: Answer, request: RegistryRequest): URL | undefined {
  const link = nextLink(answer.headers.link);
  if (link === undefined) return undefined;
  const url = resolveLocation(link, answer.url);
  if (url === undefined) throw broken(request, "the address of its next page is none");
  return url;
}

function broken(request: RegistryRequest, why: string): Error {
  return unexpectedAnswer(request.access?.registry ?? request.url.host, request.purpose, why);
}
