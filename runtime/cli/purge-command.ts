import { buildCommand } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";
import { optionalFile } from "./optional-file.ts";
import { type TidyFlags, tidyFlags } from "./tidy-flags.ts";

export const purgeCommand = buildCommand<TidyFlags, [string?], CliContext>({
  loader: lazyCommand("purge", async () => (await import("./clean-stages.ts")).purgeStages),
  parameters: { flags: tidyFlags, positional: optionalFile },
  docs: {
    brief: "Remove everything of the project, whatever needs it",
    fullDescription: `All stages and records, from the engine or from the repository that is named.

EXAMPLES
  builder purge --dry-run
  builder purge --repo registry.example.com/shop`,
  },
});
