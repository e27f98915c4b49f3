import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";

/** Where the text of a secret comes from when a stage is built. */
export type SecretSource =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "value"; readonly value: string };

/** Something that the commands of an image may read at `/run/secrets/ID` and that must not get anywhere else. */
export interface SecretNode {
  readonly kind: "secret";
  readonly id: string;
  readonly source: SecretSource;
  readonly origin?: Origin;
}

/** A frozen {@link SecretNode}. */
export function createSecretNode(fields: Omit<SecretNode, "kind">): SecretNode {
  return freezeDeep({ kind: "secret", ...fields });
}
