import { freezeDeep } from "./freeze-deep.ts";

/** A value that is known only to the machine that runs the pipeline; only its name is ever written down. */
export interface SecretText {
  /** Tells it from other nodes. */
  readonly kind: "secret";
  /** Of the variable that holds it. */
  readonly name: string;
}

/** A text, or the secret whose value takes its place when the pipeline runs. */
export type TextNode = string | SecretText;

/** A frozen {@link SecretText}. */
export function createSecretText(name: string): SecretText {
  return freezeDeep({ kind: "secret", name });
}

export function isSecretText(value: unknown): value is SecretText {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "secret";
}
