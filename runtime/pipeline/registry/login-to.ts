import type { Origin } from "../../../sdk/errors/origin.ts";
import type { CredentialName } from "../../../sdk/model/pipeline-node.ts";
import type { RegistryCredential } from "../../engine/engine.ts";
import { loginFailed } from "../errors.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { registryLogin } from "./registry-login.ts";

/** What proves an identity to a registry; its password is hidden from now on. Error: `PIPELINE.REGISTRY_LOGIN`. */
export async function loginTo(
  { request, mask }: PipelineContext,
  asker: { readonly origin?: Origin },
  given: Readonly<Partial<Record<CredentialName, string>>>,
): Promise<RegistryCredential | undefined> {
  try {
    const credential = await registryLogin(given, request);
    if (credential?.kind === "password") mask.add(credential.password);
    return credential;
  } catch (error) {
    request.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw loginFailed(asker, `Amazon's registry in ${given.awsRegion}`, mask.text(why), error);
  }
}
