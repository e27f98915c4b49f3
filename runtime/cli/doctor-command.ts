import { buildCommand } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { type JsonFlag, jsonFlag } from "./json-flag.ts";
import { lazyCommand } from "./lazy-command.ts";

export const doctorCommand = buildCommand<JsonFlag, [], CliContext>({
  loader: lazyCommand("doctor", async () => (await import("./print-findings.ts")).printFindings),
  parameters: { flags: jsonFlag, positional: { kind: "tuple", parameters: [] } },
  docs: {
    brief: "Say what this machine lacks, and the command that fixes it",
    fullDescription: `Ends with 0 when images can be built here, with 4 when something is missing.

EXAMPLES
  builder doctor
  builder doctor --json`,
  },
});
