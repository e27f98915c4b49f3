import { buildCommand } from "@stricli/core";
import { type BuildFlags, buildFlags, fileAndTargets } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { type InspectionFlags, inspectionFlags } from "./inspection-flags.ts";
import { lazyCommand } from "./lazy-command.ts";

/** The flags of `run`: those that it shares with `plan`, and those that only a build can follow. */
export interface RunFlags extends BuildFlags, InspectionFlags {
  readonly saveBuildReport: boolean;
  readonly buildReportPath?: string;
}

export const runCommand = buildCommand<RunFlags, string[], CliContext>({
  loader: lazyCommand("run", async () => (await import("./run-build.ts")).runBuild),
  parameters: {
    flags: {
      ...buildFlags.flags,
      ...inspectionFlags,
      saveBuildReport: {
        kind: "boolean",
        brief: "Write what was built in werf's form, to .builder-build-report.json",
        default: false,
        withNegated: false,
      },
      buildReportPath: {
        kind: "parsed",
        parse: String,
        placeholder: "file",
        brief: "Write that report to this file; as variables where its name ends with .env",
        optional: true,
      },
    },
    aliases: buildFlags.aliases,
    positional: fileAndTargets,
  },
  docs: {
    customUsage: ["[flags] [file] [target...]", "[flags] [file] [image] -- [command...]"],
    brief: "Build the images of a build.ts",
    fullDescription: `Builds what has changed since the last run, and nothing else.
FILE defaults to the nearest build.ts upward; TARGETs default to all final images.
With -- the image is run afterwards, as it is, with its own command or the one that follows.

EXAMPLES
  builder run                      all final images of the nearest build.ts
  builder run app                  one image and what it needs
  builder run shop/build.ts 'web-*' '!web-old'
  builder run --dev                uncommitted changes too
  builder run --follow             again for every new commit
  builder run app -- npm test      a command in the image; ends as it does
  builder run --introspect-error   a shell in the stage that fails
  builder run --json | jq -r '.images[].reference'

EXIT CODES
  0 done, 1 a build failed, 2 usage, 3 build.ts is wrong, 4 no engine, 5 registry, 130 interrupted;
  behind --: that of the command`,
  },
});
