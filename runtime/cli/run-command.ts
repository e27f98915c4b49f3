import { buildCommand } from "@stricli/core";
import { fileAndTargets } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";
import { type RunFlags, runFlags } from "./run-flags.ts";

export const runCommand = buildCommand<RunFlags, string[], CliContext>({
  loader: lazyCommand("run", async () => (await import("./run-build.ts")).runBuild),
  parameters: { ...runFlags, positional: fileAndTargets },
  docs: {
    customUsage: ["[flags] [file] [target...]", "[flags] [file] [image] -- [command...]"],
    brief: "Build the images of a build.ts, or run a pipeline",
    fullDescription: `Builds what has changed since the last run, and nothing else.
FILE defaults to the nearest build.ts upward, or else the nearest wercker.yml; TARGETs default to all final images.
A TARGET that is a pipeline or a workflow is run; the images that it needs are built first.
With -- the image is run afterwards, as it is, with its own command or the one that follows.

EXAMPLES
  builder run                      all final images of the nearest build.ts
  builder run app                  one image and what it needs
  builder run shop/build.ts 'web-*' '!web-old'
  builder run --dev                uncommitted changes too
  builder run --follow             again for every new commit
  builder run app -- npm test      a command in the image; ends as it does
  builder run --introspect-error   a shell in the stage that fails
  builder run test                 the pipeline test
  builder run deploy --target production --artifacts out
  builder run wercker.yml build    a pipeline of wercker, as it is
  builder run --json | jq -r '.images[].reference'

EXIT CODES
  0 done, 1 a build or step failed, 2 usage, 3 build.ts is wrong, 4 no engine, 5 registry, 130 interrupted;
  behind --: that of the command`,
  },
});
