import { type Application, buildApplication, buildRouteMap } from "@stricli/core";
import { version } from "../util/version.ts";
import { checkCommand } from "./check-command.ts";
import { cleanupCommand } from "./cleanup-command.ts";
import type { CliContext } from "./context.ts";
import { devCommand } from "./dev-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { exportCommand } from "./export-command.ts";
import { graphCommand } from "./graph-command.ts";
import { hostCommands } from "./host-commands.ts";
import { importCommand } from "./import-command.ts";
import { initCommand } from "./init-command.ts";
import { planCommand } from "./plan-command.ts";
import { purgeCommand } from "./purge-command.ts";
import { runCommand } from "./run-command.ts";
import { setupCommand } from "./setup-command.ts";
import { shellCommand } from "./shell-command.ts";
import { stageCommands } from "./stage-commands.ts";
import { text } from "./text.ts";

const routes = {
  run: runCommand,
  dev: devCommand,
  plan: planCommand,
  check: checkCommand,
  graph: graphCommand,
  shell: shellCommand,
  stage: stageCommands,
  export: exportCommand,
  cleanup: cleanupCommand,
  purge: purgeCommand,
  host: hostCommands,
  doctor: doctorCommand,
  setup: setupCommand,
  init: initCommand,
  import: importCommand,
};

/** What may come first on the command line. */
export const commandNames: ReadonlySet<string> = new Set(Object.keys(routes));

/** The command line: its commands, and how it speaks. */
export function createApplication(): Application<CliContext> {
  const root = buildRouteMap({
    routes,
    docs: {
      brief: "Container images as typed TypeScript, built in content-addressed stages",
      fullDescription: `Container images as typed TypeScript, built in content-addressed stages.

EXAMPLES
  builder init          write a first build.ts
  builder run           build what has changed
  builder run test      run the pipeline test
  builder plan          say what would be built, and why
  builder doctor        say what this machine lacks`,
    },
  });
  return buildApplication<CliContext>(root, {
    name: "builder",
    versionInfo: { currentVersion: version },
    scanner: {
      caseStyle: "allow-kebab-for-camel",
      // The parser compares a command's flags with its own ones first, known or not, which takes 3 ms at its default of 7.
      distanceOptions: { threshold: 2, weights: { insertion: 1, deletion: 3, substitution: 2, transposition: 0 } },
    },
    documentation: { caseStyle: "convert-camel-to-kebab", useAliasInUsageLine: false, onlyRequiredInUsageLine: true },
    localization: {
      text,
    },
  });
}
