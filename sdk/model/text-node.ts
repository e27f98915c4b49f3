import { freezeDeep } from "./freeze-deep.ts";

/** A value that is known only to the machine that runs the pipeline; only its name is ever written down. */
export interface SecretNode {
  readonly kind: "secret";
  readonly name: string;
}

/** A text, or the secret whose value takes its place when the pipeline runs. */
export type TextNode = string | SecretNode;

/** A frozen {@link SecretNode}. */
export function createSecretNode(name: string): SecretNode {
  return freezeDeep({ kind: "secret", name });
}

export function isSecretNode(value: unknown): value is SecretNode {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "secret";
}
