import type { Origin } from "./errors/origin.ts";
import { type CredentialName, credentialNames } from "./model/pipeline-node.ts";
import type { TextNode } from "./model/text-node.ts";
import { requireText, type Text } from "./secret.ts";

/** How an image is fetched from a registry that asks who is there; without them what `docker login` has stored is used. */
export interface RegistryCredentials {
  /** Name of the user. */
  readonly username?: Text;
  /** Password or token. */
  readonly password?: Text;
  /** Of no use to today's registries. */
  readonly email?: Text;
  /** Address of the registry, `https://registry.example.com/v2`; by default that of the image's name. */
  readonly registry?: Text;
  /** Amazon ECR: id of the access key. All four `aws…` belong together. */
  readonly awsAccessKey?: Text;
  /** Amazon ECR: the key itself. */
  readonly awsSecretKey?: Text;
  /** Amazon ECR: region of the registry. */
  readonly awsRegion?: Text;
  /** Amazon ECR: number of the account. */
  readonly awsRegistryId?: Text;
  /** Azure ACR: id of the service principal. */
  readonly azureClientId?: Text;
  /** Azure ACR: its password. */
  readonly azureClientSecret?: Text;
  /** Azure ACR: the subscription. */
  readonly azureSubscriptionId?: Text;
  /** Azure ACR: the tenant. */
  readonly azureTenantId?: Text;
  /** Azure ACR: the resource group. */
  readonly azureResourceGroup?: Text;
  /** Azure ACR: name of the registry. */
  readonly azureRegistryName?: Text;
  /** Azure ACR: host of the registry, `shop.azurecr.io`. */
  readonly azureLoginServer?: Text;
}

/** Those that were given. */
export function toCredentials(
  given: Readonly<Record<string, unknown>>,
  what: string,
  origin: Origin | undefined,
): Readonly<Partial<Record<CredentialName, TextNode>>> {
  const credentials: Partial<Record<CredentialName, TextNode>> = {};
  for (const name of credentialNames) {
    if (given[name] !== undefined) credentials[name] = requireText(given[name], `${what}({ ${name} })`, origin);
  }
  return credentials;
}
