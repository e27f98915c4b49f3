import { buildCommand, buildRouteMap } from "@stricli/core";
import { type BuildFlags, buildFlags, fileAndTargets } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { type JsonFlag, jsonFlag } from "./json-flag.ts";
import { lazyCommand } from "./lazy-command.ts";
import { type RepositoryFlags, repositoryFlags } from "./repository-flags.ts";

/** The flags of `stage image`. */
export interface StageImageFlags
  extends JsonFlag,
    Pick<BuildFlags, "dev" | "looseGiterminism">,
    Pick<RepositoryFlags, "repo" | "secondaryRepo" | "insecureRegistry"> {}

const { dev, looseGiterminism } = buildFlags.flags;
const { repo, secondaryRepo, insecureRegistry } = repositoryFlags;

const stageImageCommand = buildCommand<StageImageFlags, string[], CliContext>({
  loader: lazyCommand("stage image", async () => (await import("./print-stage-image.ts")).printStageImage),
  parameters: {
    flags: { ...jsonFlag, dev, looseGiterminism, repo, secondaryRepo, insecureRegistry },
    positional: fileAndTargets,
  },
  docs: {
    customUsage: ["[flags] [file] [image]"],
    brief: "Print the reference of an image that is built",
    fullDescription: `The last stage of the image, where the stages are kept. Nothing is built: it is an error when the image is not
built as it is defined now. IMAGE defaults to the only final image.

EXAMPLES
  builder stage image app
  docker run --rm "$(builder stage image app)"
  builder stage image app --repo registry.example.com/shop

EXIT CODES
  0 printed, 1 not built, 2 usage, 3 build.ts is wrong, 4 no engine, 5 registry`,
  },
});

export const stageCommands = buildRouteMap<"image", CliContext>({
  routes: { image: stageImageCommand },
  docs: { brief: "Ask for stages" },
});
