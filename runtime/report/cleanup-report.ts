import type { StoredEntry } from "../storage/housekeeping.ts";

/** What became of one entry of a store. */
export interface CleanupResult {
  /** What it is. */
  readonly kind: StoredEntry["kind"];
  /** As the store names it. */
  readonly name: string;
  /** `failed`: it was to be removed and could not be. */
  readonly action: "keep" | "remove" | "failed";
  /** Why: the policy that keeps it, or what went wrong. One sentence. */
  readonly reason: string;
}

/** The one document that `cleanup --json` and `purge --json` print. */
export interface CleanupReport {
  /** Raised when a member changes its meaning or goes. */
  readonly schemaVersion: 1;
  /** What was asked for. */
  readonly command: "cleanup" | "purge";
  /** Nothing was removed: `remove` means would be removed. */
  readonly dryRun: boolean;
  /** `:local`, or `HOST/PATH`. */
  readonly address: string;
  /** Whether everything that was to be removed is gone. */
  readonly ok: boolean;
  /** One for each entry of the store. */
  readonly results: readonly CleanupResult[];
}
