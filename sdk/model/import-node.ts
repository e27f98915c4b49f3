import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { StageSlot } from "./stage-slot.ts";
import type { UserStageName } from "./user-stage-name.ts";

/** Where imported files come from: an image of the same graph, or one of a registry. */
export type ImportSource = ImportedImage | ImportedReference;

/** An image of the same graph. */
export interface ImportedImage {
  /** Tells this source from the others. */
  readonly kind: "image";
  /** Its name. */
  readonly image: string;
}

/** An image of a registry. */
export interface ImportedReference {
  /** Tells this source from the others. */
  readonly kind: "reference";
  /** `NAME`, `NAME:TAG` or `NAME@DIGEST`. */
  readonly reference: string;
}

/** Files of another image that are put into an image. */
export interface ImportNode {
  /** Tells this node from the others. */
  readonly kind: "import";
  /** What the files come from. */
  readonly source: ImportSource;
  /** Absolute path in the source image. */
  readonly add: string;
  /** Absolute path in the image, as it was written: a slash at the end asks for a directory. */
  readonly to: string;
  /** When they arrive. */
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
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link ImportNode}. */
export function createImportNode(fields: Omit<ImportNode, "kind">): ImportNode {
  return freezeDeep({ kind: "import", ...fields });
}
