import { abortable } from "../../../util/abortable.ts";
import type { Fetch } from "../http/fetch.ts";
import type { Access } from "../http/request.ts";
import { type BearerToken, basicHeader, requestToken } from "./bearer-token.ts";
import { type Challenge, parseChallenges } from "./challenge.ts";
import type { CredentialSource, Credentials } from "./credentials.ts";
import { createSecrets } from "./secrets.ts";

/** Knows how each registry wants to be asked, and the header for it. */
export interface Authorizer {
  /** The header to send at once, from what earlier answers taught; undefined where nothing is known. */
  known(access: Access, signal: AbortSignal): Promise<string | undefined>;
  /** The header that answers a challenge; undefined where there is none, or none but the one that was sent. */
  answer(
    access: Access,
    challenges: string,
    sent: string | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined>;
  hasCredentials(registry: string, signal: AbortSignal): Promise<boolean>;
  /** Takes every secret that was ever used out of a text. */
  redact(text: string): string;
}

export interface AuthorizerOptions {
  readonly credentials: CredentialSource;
  /** The last challenge of each registry. Holds no secrets; kept over runs it saves a request. */
  readonly challenges: Map<string, string>;
  readonly fetchToken: Fetch;
  /** Aborted when the client closes. Tokens are shared, so they are not asked for with the signal of one call. */
  readonly lifetime: AbortSignal;
}

export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const { challenges, lifetime } = options;
  const secrets = createSecrets();
  const credentials = new Map<string, Promise<Credentials | undefined>>();
  const tokens = new Map<string, Promise<BearerToken>>();

  function credentialsOf(registry: string): Promise<Credentials | undefined> {
    return shared(credentials, registry, async () => {
      const found = await options.credentials.find(registry, lifetime);
      if (found?.kind === "password") secrets.add(found.password, basicHeader(found).slice("Basic ".length));
      else if (found !== undefined) secrets.add(found.token);
      return found;
    });
  }

  async function headerFor(
    access: Access,
    challenge: Challenge,
    sent: string | undefined,
  ): Promise<string | undefined> {
    const { registry } = access;
    const own = await credentialsOf(registry);
    if (own?.kind === "bearer-token") return `Bearer ${own.token}`;
    if (challenge.scheme === "basic") return own?.kind === "password" ? basicHeader(own) : undefined;
    const scopes = [...new Set([...access.scopes, ...challenge.scopes])].sort();
    const key = JSON.stringify([registry, challenge.realm, challenge.service, scopes]);
    const cached = await tokens.get(key)?.catch(() => undefined);
    const useless = cached && (cached.expiresAtMs <= Date.now() || `Bearer ${cached.value}` === sent);
    if (useless) tokens.delete(key);
    const token = await shared(tokens, key, () =>
      requestToken(options.fetchToken, { registry, challenge, scopes, credentials: own }, lifetime),
    );
    secrets.add(token.value);
    return `Bearer ${token.value}`;
  }

  return {
    async known(access, signal) {
      const challenge = preferred(challenges.get(access.registry));
      if (challenge === undefined) return undefined;
      try {
        const general = challenge.scheme === "bearer" ? { ...challenge, scopes: [] } : challenge;
        return await abortable(headerFor(access, general, undefined), signal);
      } catch {
        // What is remembered may be out of date: the registry is asked anew, and says what it wants.
        signal.throwIfAborted();
        challenges.delete(access.registry);
        return undefined;
      }
    },
    async answer(access, header, sent, signal) {
      const challenge = preferred(header);
      if (challenge === undefined) return undefined;
      challenges.set(access.registry, header);
      const answer = await abortable(headerFor(access, challenge, sent), signal);
      return answer === sent ? undefined : answer;
    },
    hasCredentials: async (registry, signal) => (await abortable(credentialsOf(registry), signal)) !== undefined,
    redact: secrets.redact,
  };
}

/** Tokens before passwords, as Docker does. */
function preferred(header: string | undefined): Challenge | undefined {
  const challenges = parseChallenges(header ?? "");
  return challenges.find(({ scheme }) => scheme === "bearer") ?? challenges[0];
}

/** One piece of work for all who ask for it at once; a failed one is forgotten. */
function shared<T>(map: Map<string, Promise<T>>, key: string, create: () => Promise<T>): Promise<T> {
  const present = map.get(key);
  if (present !== undefined) return present;
  const created = create();
  map.set(key, created);
  created.catch(() => {
    if (map.get(key) === created) map.delete(key);
  });
  return created;
}
