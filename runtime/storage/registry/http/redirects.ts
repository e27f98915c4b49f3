import { unexpectedAnswer } from "../errors.ts";
import { resolveLocation } from "./location.ts";
import type { RegistryRequest, RegistryResponse, Send } from "./request.ts";
import { discard } from "./response-body.ts";

const maxRedirects = 5;

/** Follows redirects. What proves an identity stays with the host that it was meant for. */
export function withRedirects(send: Send): Send {
  return async (first: RegistryRequest, signal: AbortSignal): Promise<RegistryResponse> => {
    let request = first;
    for (let followed = 0; ; followed += 1) {
      const response = await send(request, signal);
      const location = redirectOf(request, response);
      if (location === undefined) return response;
      await discard(response);
      if (followed === maxRedirects) throw unexpectedAnswer(first.url.host, first.purpose, "it redirects in a circle");
      const url = resolveLocation(location, request.url);
      if (url === undefined) throw unexpectedAnswer(first.url.host, first.purpose, "it redirects to no http address");
      request = { ...request, url, headers: headersFor(url, request) };
    }
  };
}

function redirectOf(request: RegistryRequest, response: RegistryResponse): string | undefined {
  const keepsMethod = response.status === 307 || response.status === 308;
  const reads = request.method === "GET" || request.method === "HEAD";
  const redirects = keepsMethod || (reads && [301, 302, 303].includes(response.status));
  return redirects ? response.headers.location : undefined;
}

function headersFor(url: URL, request: RegistryRequest): Readonly<Record<string, string>> {
  const { authorization, ...rest } = request.headers ?? {};
  return authorization === undefined || url.origin !== request.url.origin ? rest : { ...rest, authorization };
}
