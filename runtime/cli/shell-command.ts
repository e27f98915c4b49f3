import { buildCommand } from "@stricli/core";
import { type BuildFlags, buildFlags, fileAndTargets } from "./build-flags.ts";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";
import { type RepositoryFlags, repositoryFlags } from "./repository-flags.ts";

/** The flags of `shell`. */
export interface ShellFlags extends Pick<BuildFlags, "dev">, Pick<RepositoryFlags, "repo" | "insecureRegistry"> {
  readonly lastFailed: boolean;
}

const { repo, insecureRegistry } = repositoryFlags;

export const shellCommand = buildCommand<ShellFlags, string[], CliContext>({
  loader: lazyCommand("shell", async () => (await import("./open-shell.ts")).openShell),
  parameters: {
    flags: {
      lastFailed: {
        kind: "boolean",
        brief: "In what the stage has left that failed last, up to a day ago",
        default: false,
        withNegated: false,
      },
      dev: { ...buildFlags.flags.dev, brief: "The image as the work tree is, not as the commit is" },
      repo,
      insecureRegistry,
    },
    positional: fileAndTargets,
  },
  docs: {
    customUsage: ["[flags] [file] [image|pipeline]", "--last-failed [file] [image[/stage]]"],
    brief: "Open a shell in a built image, a stage that failed, or a pipeline",
    fullDescription: `The shell is builder's own: the image needs none. What is changed in it is lost.
In the box of a pipeline that runs, or that run --keep-box has left, it is the box's shell, and what is changed stays.
Without a terminal the commands are read from stdin, and the exit code is that of the last one.

EXAMPLES
  builder shell                          in the only final image
  builder shell app
  builder shell test                     in the box of the pipeline test
  builder shell --last-failed            in what the stage left that failed last
  builder shell --last-failed app/install
  echo 'ls -l /app' | builder shell app

EXIT CODES
  that of the shell; 1 when the image is not built or nothing has failed, 2 usage, 130 interrupted`,
  },
});
