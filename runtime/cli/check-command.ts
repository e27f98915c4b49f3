import { buildCommand } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { type JsonFlag, jsonFlag } from "./json-flag.ts";
import { lazyCommand } from "./lazy-command.ts";
import { optionalFile } from "./optional-file.ts";

export const checkCommand = buildCommand<JsonFlag, [string?], CliContext>({
  loader: lazyCommand("check", async () => (await import("./check-file.ts")).checkFile),
  parameters: { flags: jsonFlag, positional: optionalFile },
  docs: {
    brief: "Type-check and validate a build.ts",
    fullDescription: `Finds type errors, unknown references, cycles and images with the same name. Needs no engine.

EXAMPLES
  builder check
  builder check shop/build.ts`,
  },
});
