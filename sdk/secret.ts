import { requireString } from "./arguments.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { createSecretText, isSecretText, type SecretText, type TextNode } from "./model/text-node.ts";

/** A value that only the machine which runs a pipeline knows. Made by {@link secret}. */
export class Secret {
  readonly #node: SecretText;

  /** @internal */
  constructor(node: SecretText) {
    this.#node = node;
    Object.freeze(this);
  }

  /** Its name; the value is no part of the description. */
  toNode(): SecretText {
    return this.#node;
  }
}

/** A text that is written down, or a secret that is not. */
export type Text = string | Secret;

/**
 * A secret of the machine that runs the pipeline: the environment variable of that name, or with `XXX_` (wercker's protected
 * variables) or `X_` in front. It is looked up when the pipeline runs, before anything is started; one that is not
 * set is `PIPELINE.SECRET_MISSING`.
 *
 * Its value is in no file, label, layer or argument list, nor in what the engine shows of a container; in all output it is replaced
 * by `***`.
 *
 * @param name - Name of the variable.
 * @throws BuilderError `SDK.WRONG_ARGUMENT`
 *
 * @example
 * ```ts
 * import { internal, pipeline, secret } from "builder";
 *
 * export const release = pipeline("release")
 *   .box("debian:bookworm-slim")
 *   .step(internal.dockerPush({ repository: "shop/app", username: "ci", password: secret("REGISTRY_PASSWORD") }));
 * ```
 */
export function secret(name: string): Secret {
  return new Secret(createSecretText(requireString(name, "secret(name)", callSite(secret))));
}

/** A text or a secret, also one of another copy of the SDK. */
export function requireText(value: unknown, what: string, origin: Origin | undefined): TextNode {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && "toNode" in value && typeof value.toNode === "function") {
    const node: unknown = value.toNode();
    if (isSecretText(node)) return createSecretText(node.name);
  }
  throw wrongArgument(what, "a string or a secret()", value, origin);
}

/** Names and texts; absent: none. */
export function textRecord(
  value: unknown,
  what: string,
  origin: Origin | undefined,
): Readonly<Record<string, TextNode>> {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongArgument(what, "an object", value, origin);
  }
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, text]) => [name, requireText(text, `${what}.${name}`, origin)]));
}
