import { buildCommand } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";
import { optionalFile } from "./optional-file.ts";
import { type TidyFlags, tidyFlags } from "./tidy-flags.ts";

/** The flags of `cleanup`. */
export interface CleanupFlags extends TidyFlags {
  readonly fetch: boolean;
}

export const cleanupCommand = buildCommand<CleanupFlags, [string?], CliContext>({
  loader: lazyCommand("cleanup", async () => (await import("./clean-stages.ts")).cleanStages),
  parameters: {
    flags: {
      ...tidyFlags,
      fetch: { kind: "boolean", brief: "Fetch the branches and tags of origin first", default: true },
    },
    positional: optionalFile,
  },
  docs: {
    brief: "Remove the stages that no branch and no tag needs any more",
    fullDescription: `Keeps what project(..., { cleanup }) says, by default what werf keeps: images of the last 10 tags and of the
branches of the last week, 10 images of main, master, staging and production, everything that was
built in the last 2 hours, and all that these were built from.

EXAMPLES
  builder cleanup --dry-run                        what would go and what stays, and why
  builder cleanup                                  the stages of this machine's engine
  builder cleanup --repo registry.example.com/shop
  builder cleanup --repo registry.example.com/shop --json | jq '.results[] | select(.action == "remove")'`,
  },
});
