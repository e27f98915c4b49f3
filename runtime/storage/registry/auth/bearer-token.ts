import { Readable } from "node:stream";
import { unexpectedAnswer } from "../errors.ts";
import type { Fetch } from "../http/fetch.ts";
import type { RegistryRequest } from "../http/request.ts";
import { isRecord, parseJson } from "../json.ts";
import type { Challenge } from "./challenge.ts";
import type { Credentials } from "./credentials.ts";

export interface BearerToken {
  readonly value: string;
  readonly expiresAtMs: number;
}

export interface TokenQuestion {
  readonly registry: string;
  readonly challenge: Extract<Challenge, { scheme: "bearer" }>;
  readonly scopes: readonly string[];
  readonly credentials: Credentials | undefined;
}

/** Without `expires_in` a token is good for a minute (Docker's token specification). */
const defaultLifetimeSeconds = 60;

/** Asks the token service of a registry: by GET, or as OAuth2 does where there is an identity token. */
export async function requestToken(fetch: Fetch, question: TokenQuestion, signal: AbortSignal): Promise<BearerToken> {
  const { registry, challenge } = question;
  const purpose = `get a token for ${registry}`;
  if (!URL.canParse(challenge.realm)) throw unexpectedAnswer(registry, purpose, "it names no address for tokens");
  const askedAtMs = Date.now();
  const request = toRequest(new URL(challenge.realm), question, purpose);
  const { bytes } = await fetch(request, [200], signal);
  const token = parseToken(bytes, askedAtMs);
  if (token === undefined) throw unexpectedAnswer(request.url.host, purpose, "its answer holds no token");
  return token;
}

function toRequest(realm: URL, question: TokenQuestion, purpose: string): RegistryRequest {
  const { challenge, scopes, credentials } = question;
  const url = new URL(realm);
  url.username = "";
  url.password = "";
  const service = challenge.service ?? "";
  if (credentials?.kind === "identity-token") return oauthRequest(url, service, scopes, credentials.token, purpose);
  if (service !== "") url.searchParams.set("service", service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  const headers: Record<string, string> =
    credentials?.kind === "password" ? { authorization: basicHeader(credentials) } : {};
  return { method: "GET", url, headers, purpose };
}

function oauthRequest(
  url: URL,
  service: string,
  scopes: readonly string[],
  refreshToken: string,
  purpose: string,
): RegistryRequest {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: "builder",
    service,
    scope: scopes.join(" "),
    refresh_token: refreshToken,
  });
  const bytes = Buffer.from(form.toString());
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: { sizeBytes: bytes.length, open: () => Readable.from([bytes]) },
    purpose,
  };
}

/** The header of HTTP's basic authentication. */
export function basicHeader(credentials: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
}

function parseToken(bytes: Buffer, askedAtMs: number): BearerToken | undefined {
  const json = parseJson(bytes.toString("utf8"));
  if (!isRecord(json)) return undefined;
  const value = json.token || json.access_token;
  // Anything but printable characters could break out of the header.
  if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  const seconds = typeof json.expires_in === "number" && json.expires_in > 0 ? json.expires_in : defaultLifetimeSeconds;
  // Given up before its end: a token must last for the request that it is sent with.
  return { value, expiresAtMs: askedAtMs + seconds * 900 };
}
