import type { StoredStage } from "../storage/storage.ts";

/** What became of a stage that was built. */
export type SavedStage =
  | { readonly kind: "kept"; readonly stored: StoredStage }
  /** Somebody else has saved the same stage first: theirs is used. */
  | { readonly kind: "superseded"; readonly by: StoredStage }
  /** The stage before it was not kept, so that this one has nothing to stand on. */
  | { readonly kind: "dropped" };
