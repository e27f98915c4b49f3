/** Names and passwords by registry, as a user wrote them. */
export type RegistryLogins = ReadonlyMap<string, { readonly username: string; readonly password: string }>;

/** Docker Hub has many names, and an entry whose name has stayed. */
const hubHosts = new Set(["", "docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]);
const hubEntry = "https://index.docker.io/v1/";

/** The login for a host that BuildKit asks about. */
export function loginFor(logins: RegistryLogins, host: string): { username: string; password: string } | undefined {
  const wanted = hostOf(host);
  return [...logins].find(([registry]) => hostOf(registry) === wanted)?.[1];
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
