/**
 * How a registry is spoken to: `tls`; `tls-unverified`, whose certificate is not checked; `plain` http.
 */
export type RegistrySecurity = "tls" | "tls-unverified" | "plain";

/** Finds the security of a host (`host` or `host:port`, as in image names). */
export type SecurityOf = (host: string) => RegistrySecurity;

/** What was asked for by name, plain http for the machine itself, TLS for all others. */
export function createSecurity(asked: Readonly<Record<string, RegistrySecurity>>): SecurityOf {
  const byHost = new Map(Object.entries(asked).map(([host, security]) => [withoutDefaultPort(host), security]));
  return (host) => byHost.get(withoutDefaultPort(host)) ?? (isLoopback(host) ? "plain" : "tls");
}

/** The root of the registry's API: `https://HOST/v2/`. */
export function endpointOf(registry: string, securityOf: SecurityOf): URL {
  const scheme = securityOf(registry) === "plain" ? "http" : "https";
  // Docker Hub's API lives on another host than its name says.
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  return new URL(`${scheme}://${host}/v2/`);
}

/** URLs drop the port that belongs to their scheme, names of images keep it. */
function withoutDefaultPort(host: string): string {
  return host.toLowerCase().replace(/:(80|443)$/, "");
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}
