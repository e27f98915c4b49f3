import { buildCommand } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";

/** `init` takes no flags. */
export type NoFlags = Readonly<Record<never, never>>;

export const initCommand = buildCommand<NoFlags, [string?], CliContext>({
  loader: lazyCommand("init", async () => (await import("./init/write-build-file.ts")).writeBuildFile),
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ brief: "The folder (default: this one)", parse: String, placeholder: "folder", optional: true }],
    },
  },
  docs: {
    brief: "Write a first build.ts that suits the project",
    fullDescription: `Never overwrites a file.

EXAMPLES
  builder init
  builder init services/web`,
  },
});
