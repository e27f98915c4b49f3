import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";

/** Where the text of a secret comes from when a stage is built. */
export type SecretSource = VariableSource | FileSource | ValueSource;

/** An environment variable of the machine that runs builder. */
export interface VariableSource {
  /** Tells this source from the others. */
  readonly kind: "env";
  /** Its name. */
  readonly name: string;
}

/** A file of the machine that runs builder. */
export interface FileSource {
  /** Tells this source from the others. */
  readonly kind: "file";
  /** Absolute, below `~`, or relative to the folder of build.ts. */
  readonly path: string;
}

/** A text that build.ts has itself. */
export interface ValueSource {
  /** Tells this source from the others. */
  readonly kind: "value";
  /** The text. */
  readonly value: string;
}

/** Something that the commands of an image may read at `/run/secrets/ID` and that must not get anywhere else. */
export interface SecretNode {
  /** Tells this node from the others. */
  readonly kind: "secret";
  /** Name of the file below `/run/secrets`. */
  readonly id: string;
  /** Where its content comes from. */
  readonly source: SecretSource;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link SecretNode}. */
export function createSecretNode(fields: Omit<SecretNode, "kind">): SecretNode {
  return freezeDeep({ kind: "secret", ...fields });
}
