import { canonicalJson } from "../../../../sdk/model/canonical-json.ts";
import { type GiterminismNode, strictGiterminism } from "../../../../sdk/model/giterminism-node.ts";

/** What a werf-giterminism.yaml allows (spec §10.3). */
export interface WerfGiterminism {
  /** As far as a build.ts says the same; absent where that is nothing. */
  readonly node?: GiterminismNode;
  /** Variables that `env` may read: names, or `/…/`. */
  readonly env: readonly string[];
  /** Whether the configuration itself may be uncommitted. */
  readonly config: boolean;
  /** Masks of templates that may be uncommitted. */
  readonly templates: readonly string[];
  /** Masks of what `.Files` may read uncommitted. */
  readonly files: readonly string[];
}

/** Without the file nothing is allowed. */
export const nothingAllowed: WerfGiterminism = { env: [], config: false, templates: [], files: [] };

/** A node that allows nothing is none. */
export function unlessStrict(node: GiterminismNode): { readonly node?: GiterminismNode } {
  return canonicalJson(node) === canonicalJson(strictGiterminism) ? {} : { node };
}
