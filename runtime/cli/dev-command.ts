import { buildCommand } from "@stricli/core";
import { fileAndTargets } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";
import { type RunFlags, runFlags } from "./run-flags.ts";

const { dev: _dev, directMount: _directMount, ...shared } = runFlags.flags;

/** The flags of `dev`: those of `run`, of which two are always set. */
export interface DevFlags extends Omit<RunFlags, "dev" | "directMount"> {
  readonly copy: boolean;
}

export const devCommand = buildCommand<DevFlags, string[], CliContext>({
  loader: lazyCommand("dev", async () => (await import("./run-dev.ts")).runDev),
  parameters: {
    flags: {
      ...shared,
      copy: {
        kind: "boolean",
        brief: "Copy the project into the box instead of mounting it",
        default: false,
        withNegated: false,
      },
    },
    aliases: runFlags.aliases,
    positional: fileAndTargets,
  },
  docs: {
    customUsage: ["[flags] [file] [pipeline]"],
    brief: "Run a pipeline while you work on the project",
    fullDescription: `Runs a pipeline with the work tree mounted into its box, as it is, committed or not: the place for internal.watch().
PIPELINE defaults to the one named dev. Ctrl-C ends a watch, and the pipeline goes on behind it.

EXAMPLES
  builder dev                      the pipeline dev of the nearest build.ts
  builder dev --publish 5000       with its port 5000 open on this machine
  builder dev serve --publish 8080:80
  builder dev --attach-on-error    a shell in the box when a step fails

EXIT CODES
  as for builder run`,
  },
});
