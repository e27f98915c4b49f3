import type { CredentialName } from "../../../sdk/model/pipeline-node.ts";
import type { RegistryCredential } from "../../engine/engine.ts";
import type { Environment } from "../../util/cache-dir.ts";

/** What properties say about a registry. */
export interface RegistryLogin {
  /** Where Amazon or Azure have the registry, whatever else is said about it. */
  readonly host?: string;
  /** Absent: what `docker login` has stored. */
  readonly credential?: RegistryCredential;
}

export interface LoginOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/**
 * How to log in, by the properties that were given (spec §4.2): Amazon's four, or else Azure's, or else a name and a password. Errors:
 * what Amazon said instead of a token.
 */
export async function registryLogin(
  given: Readonly<Partial<Record<CredentialName, string>>>,
  options: LoginOptions,
): Promise<RegistryLogin> {
  const { awsAccessKey, awsSecretKey, awsRegion, awsRegistryId } = given;
  if (awsAccessKey && awsSecretKey && awsRegion && awsRegistryId) {
    const { ecrPassword } = await import("./ecr-password.ts");
    const keys = { accessKey: awsAccessKey, secretKey: awsSecretKey, region: awsRegion, registryId: awsRegistryId };
    const password = await ecrPassword(keys, options);
    const host = `${awsRegistryId}.dkr.ecr.${awsRegion}.amazonaws.com`;
    return { host, credential: { kind: "password", username: "AWS", password } };
  }
  const { azureClientId, azureClientSecret, azureLoginServer } = given;
  if (azureClientId && azureClientSecret && azureLoginServer) {
    const host = azureLoginServer.replace(/^\w+:\/\//, "").replace(/\/.*$/, "");
    return { host, credential: { kind: "password", username: azureClientId, password: azureClientSecret } };
  }
  const { username, password } = given;
  return username && password ? { credential: { kind: "password", username, password } } : {};
}
