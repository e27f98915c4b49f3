import type { CredentialName } from "../../../sdk/model/pipeline-node.ts";
import type { RegistryCredential } from "../../engine/engine.ts";
import type { Environment } from "../../util/cache-dir.ts";
import type { EcrKeys } from "./ecr-password.ts";

export interface LoginOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

type Given = Readonly<Partial<Record<CredentialName, string>>>;

/** Where Amazon or Azure have the registry that the properties name: all four of the one's, or those that the other needs. */
export function registryHost(given: Given): string | undefined {
  if (ecrKeys(given) !== undefined) return `${given.awsRegistryId}.dkr.ecr.${given.awsRegion}.amazonaws.com`;
  const { azureClientId, azureClientSecret, azureLoginServer } = given;
  const isAzure = azureClientId && azureClientSecret && azureLoginServer;
  return isAzure ? azureLoginServer.replace(/^\w+:\/\//, "").replace(/\/.*$/, "") : undefined;
}

/**
 * How to log in, by the properties that were given (spec §4.2): Amazon's, or else Azure's, or else a name and a password; undefined for what
 * `docker login` has stored. Throws with what Amazon said instead of a password.
 */
export async function registryLogin(given: Given, options: LoginOptions): Promise<RegistryCredential | undefined> {
  const keys = ecrKeys(given);
  if (keys !== undefined) {
    const { ecrPassword } = await import("./ecr-password.ts");
    return { kind: "password", username: "AWS", password: await ecrPassword(keys, options) };
  }
  const isAzure = registryHost(given) !== undefined;
  const username = isAzure ? given.azureClientId : given.username;
  const password = isAzure ? given.azureClientSecret : given.password;
  return username && password ? { kind: "password", username, password } : undefined;
}

function ecrKeys({ awsAccessKey, awsSecretKey, awsRegion, awsRegistryId }: Given): EcrKeys | undefined {
  if (!awsAccessKey || !awsSecretKey || !awsRegion || !awsRegistryId) return undefined;
  return { accessKey: awsAccessKey, secretKey: awsSecretKey, region: awsRegion, registryId: awsRegistryId };
}
