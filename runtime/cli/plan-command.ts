import { buildCommand } from "@stricli/core";
import { type BuildFlags, buildFlags, fileAndTargets } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";

export const planCommand = buildCommand<BuildFlags, string[], CliContext>({
  loader: lazyCommand("plan", async () => (await import("./print-plan.ts")).printPlan),
  parameters: { ...buildFlags, positional: fileAndTargets },
  docs: {
    customUsage: ["[flags] [file] [target...]"],
    brief: "Say what a run would build, and why",
    fullDescription: `The same walk as run, but nothing is built.

EXAMPLES
  builder plan
  builder plan app
  builder plan --dev --follow      again for every change
  builder plan --json | jq '.images[].stages[] | select(.action == "build")'`,
  },
});
