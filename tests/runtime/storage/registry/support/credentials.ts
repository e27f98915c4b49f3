import type { CredentialSource, Credentials } from "../../../../../runtime/storage/registry/auth/credentials.ts";

/** The same credentials for every registry. */
export function always(credentials: Credentials | undefined): CredentialSource {
  return { find: async () => credentials };
}
