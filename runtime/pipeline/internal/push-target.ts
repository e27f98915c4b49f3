import { credentialNames } from "../../../sdk/model/pipeline-node.ts";
import type { RegistryCredential } from "../../engine/engine.ts";
import { loginTo } from "../registry/login-to.ts";
import { InvalidRepository, resolvePushRepository } from "../registry/push-repository.ts";
import { registryHost } from "../registry/registry-login.ts";
import { wrongProperty } from "./errors.ts";
import type { InternalStepRequest } from "./internal-step.ts";
import type { StepProperties } from "./step-properties.ts";

/** Where an image is pushed to. */
export interface PushTarget {
  readonly repository: string;
  readonly tags: readonly string[];
  /** Absent: what `docker login` has stored. */
  readonly credential?: RegistryCredential;
}

const tagPattern = /^\w[\w.-]{0,127}$/;

/**
 * Checks all that a push needs before anything is made. Besides the tags that are asked for, the number of the run is one (seed 000).
 * Errors: `PIPELINE.STEP_PROPERTY`, `PIPELINE.REGISTRY_LOGIN`.
 */
export async function pushTarget(request: InternalStepRequest, properties: StepProperties): Promise<PushTarget> {
  const { node, context, onLines } = request;
  const tags = tagsOf(request, properties);
  const given = credentialsOf(properties);
  const host = registryHost(given);
  const written = properties.text("repository") ?? "";
  const below = host !== undefined && written.startsWith(`${host}/`) ? written.slice(host.length + 1) : written;
  try {
    const repository = resolvePushRepository(host ?? properties.text("registry"), below);
    onLines(repository.messages);
    const credential = await loginTo(context, node, given);
    return { repository: repository.name, tags, ...(credential === undefined ? {} : { credential }) };
  } catch (error) {
    if (!(error instanceof InvalidRepository)) throw error;
    throw wrongProperty(node, "repository", context.mask.text(error.message));
  }
}

function credentialsOf(properties: StepProperties) {
  return Object.fromEntries(
    credentialNames.map((name) => [
      name,
      /password|secret/i.test(name) ? properties.secret(name) : properties.text(name),
    ]),
  );
}

function tagsOf({ node, context }: InternalStepRequest, properties: StepProperties): readonly string[] {
  const asked = properties.list("tag");
  const number = context.variables.lookUp("WERCKER_RUN_ID") ?? context.runId;
  const tags = [...new Set([...(asked.length === 0 ? ["latest"] : asked), number])];
  for (const tag of tags) {
    if (tagPattern.test(tag)) continue;
    throw wrongProperty(node, "tag", `Invalid tag: ${context.mask.text(tag)}`, "up to 128 letters, digits, . _ and -");
  }
  return tags;
}
