import type { RegistryCredentials } from "../engine.ts";

/** Docker Hub's entry has kept its historical name. */
const dockerHub = "https://index.docker.io/v1/";

/** The form in which the engine takes credentials, in a header of the request. */
export type RegistryAuth = { readonly serveraddress: string } & (
  | { readonly username: string; readonly password: string }
  | { readonly identitytoken: string }
  | { readonly registrytoken: string }
);

/** What is stored for a reference's registry; undefined for nothing. */
export async function registryAuth(
  credentials: RegistryCredentials,
  reference: string,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  const registry = registryOf(reference);
  const found = await credentials.find(registry, signal);
  const serveraddress = registry === "docker.io" ? dockerHub : registry;
  switch (found?.kind) {
    case undefined:
      return undefined;
    case "password":
      return { serveraddress, username: found.username, password: found.password };
    case "identity-token":
      return { serveraddress, identitytoken: found.token };
    case "bearer-token":
      return { serveraddress, registrytoken: found.token };
  }
}

function registryOf(reference: string): string {
  const first = reference.split("/")[0] ?? "";
  const named = reference.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return named ? first : "docker.io";
}
