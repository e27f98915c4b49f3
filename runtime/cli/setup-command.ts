import { buildCommand } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { lazyCommand } from "./lazy-command.ts";

export interface SetupFlags {
  readonly ansible: boolean;
}

export const setupCommand = buildCommand<SetupFlags, [], CliContext>({
  loader: lazyCommand("setup", async () => (await import("./set-up.ts")).setUp),
  parameters: {
    positional: { kind: "tuple", parameters: [] },
    flags: {
      ansible: {
        kind: "boolean",
        brief: "Make the toolchain of Ansible too, instead of at the first stage that needs it",
        default: false,
        withNegated: false,
      },
    },
  },
  docs: {
    brief: "Install and start what is missing (Debian and Ubuntu, as root)",
    fullDescription: `Installs a container engine, starts it, and makes the toolchain that builds use.
What is there already is left as it is.

EXAMPLES
  sudo npx builder setup
  npx builder setup --ansible`,
  },
});
