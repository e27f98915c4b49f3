import type { RegistryCredentials } from "../../engine.ts";

/** Names and passwords by registry, as a user wrote them. */
export type RegistryLogins = ReadonlyMap<string, RegistryLogin>;

/** Docker Hub has many names, and an entry whose name has stayed. */
const hubHosts = new Set(["", "docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]);
const hubEntry = "https://index.docker.io/v1/";

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** The login for a host that BuildKit asks about; undefined: nobody. */
export type FindLogin = (host: string) => Promise<RegistryLogin | undefined>;

/** The logins that were given come first, then what is stored. */
export function createFindLogin(
  logins: RegistryLogins,
  credentials: RegistryCredentials,
  signal: AbortSignal,
): FindLogin {
  return async (asked) => {
    const host = hostOf(asked);
    const given = [...logins].find(([registry]) => hostOf(registry) === host)?.[1];
    if (given !== undefined) return given;
    const stored = await credentials.find(host === "" ? "docker.io" : host, signal);
    // BuildKit takes a token in place of a password when nobody is named.
    if (stored?.kind === "password") return stored;
    return stored === undefined ? undefined : { username: "", password: stored.token };
  };
}

/** The header that the old builder reads. */
export function registryConfigHeader(logins: RegistryLogins): string {
  const entries = [...logins].map(([registry, login]) => [
    hostOf(registry) === "" ? hubEntry : hostOf(registry),
    login,
  ]);
  return Buffer.from(JSON.stringify(Object.fromEntries(entries))).toString("base64url");
}

/** "" for Docker Hub. */
function hostOf(registry: string): string {
  const host = registry
    .replace(/^\w+:\/\//, "")
    .replace(/\/.*$/, "")
    .toLowerCase();
  return hubHosts.has(host) ? "" : host;
}
