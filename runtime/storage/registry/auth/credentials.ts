/** What proves an identity to a registry. */
export type Credentials =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** Exchanged for a bearer token at the registry's token service. */
  | { readonly kind: "identity-token"; readonly token: string }
  /** Sent to the registry as it is. */
  | { readonly kind: "bearer-token"; readonly token: string };

/** Where credentials come from. Errors: `REGISTRY.DOCKER_CONFIG`, `REGISTRY.CREDENTIAL_HELPER`. */
export interface CredentialSource {
  /** Undefined where none are stored for the registry. */
  find(registry: string, signal: AbortSignal): Promise<Credentials | undefined>;
}
