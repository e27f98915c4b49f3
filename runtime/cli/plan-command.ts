import { buildCommand } from "@stricli/core";
import { type BuildFlags, buildFlags, fileAndTargets } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";
import { type RunFlags, runFlags } from "./run-flags.ts";

/** The flags of `plan`: those that change what a run would do. */
export interface PlanFlags extends BuildFlags, Pick<RunFlags, "target" | "checkpoint"> {}

const { target, checkpoint } = runFlags.flags;

export const planCommand = buildCommand<PlanFlags, string[], CliContext>({
  loader: lazyCommand("plan", async () => (await import("./print-plan.ts")).printPlan),
  parameters: {
    flags: { ...buildFlags.flags, target, checkpoint },
    aliases: buildFlags.aliases,
    positional: fileAndTargets,
  },
  docs: {
    customUsage: ["[flags] [file] [target...]"],
    brief: "Say what a run would build or run, and why",
    fullDescription: `The same walk as run, but nothing is built and nothing runs.

EXAMPLES
  builder plan
  builder plan app
  builder plan test                the steps and services of a pipeline, and the images that it needs
  builder plan --dev --follow      again for every change
  builder plan --json | jq '.images[].stages[] | select(.action == "build")'`,
  },
});
