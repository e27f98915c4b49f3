import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { StageSlot } from "./stage-slot.ts";
import type { UserStageName } from "./user-stage-name.ts";

/** Where imported files come from: an image of the same graph, or one of a registry. */
export type ImportSource =
  | { readonly kind: "image"; readonly image: string }
  | { readonly kind: "reference"; readonly reference: string };

/** Files of another image that are put into an image. */
export interface ImportNode {
  readonly kind: "import";
  readonly source: ImportSource;
  /** Absolute path in the source image. */
  readonly add: string;
  /** Absolute path in the image, as it was written: a slash at the end asks for a directory. */
  readonly to: string;
  readonly slot: StageSlot;
  /** The stage of the source image that the files are taken from; its last one when absent. */
  readonly stage?: UserStageName;
  /** User name or number of the image that gets the files; as in the source when absent. */
  readonly owner?: string;
  /** Group name or number. */
  readonly group?: string;
  /** Masks relative to `add`, one of which must match; none: everything. */
  readonly includePaths: readonly string[];
  /** Masks relative to `add`, none of which may match. */
  readonly excludePaths: readonly string[];
  readonly origin?: Origin;
}

/** A frozen {@link ImportNode}. */
export function createImportNode(fields: Omit<ImportNode, "kind">): ImportNode {
  return freezeDeep({ kind: "import", ...fields });
}
