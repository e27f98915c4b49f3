import { buildCommand } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";

/** `setup` takes no flags. */
export type NoFlags = Readonly<Record<never, never>>;

export const setupCommand = buildCommand<NoFlags, [], CliContext>({
  loader: lazyCommand("setup", async () => (await import("./set-up.ts")).setUp),
  parameters: { positional: { kind: "tuple", parameters: [] } },
  docs: {
    brief: "Install and start what is missing (Debian and Ubuntu, as root)",
    fullDescription: `Installs a container engine, starts it, and makes the toolchain that builds use.
What is there already is left as it is.

EXAMPLES
  sudo npx builder setup`,
  },
});
