import { run } from "@stricli/core";
import { commandNames, createApplication } from "./application.ts";
import { createContext } from "./create-context.ts";
import { usageError } from "./errors.ts";
import { exitCodes } from "./exit-code.ts";
import { printFailure } from "./print-failure.ts";
import { splitCommand } from "./split-command.ts";

/** Runs one command line; the only place that sets the exit code. */
async function main(): Promise<void> {
  const { args, command } = splitCommand(process.argv.slice(2));
  const { context, outcome } = createContext(process, command);
  const problem = command !== undefined && args[0] !== "run" ? "only builder run takes a command behind --" : "";
  if (problem === "") await run(createApplication(), args, context);
  process.exitCode = settle(outcome.exitCode(), problem || outcome.usageProblem());

  /** stricli knows negative codes for wrong arguments; its message becomes an error like any other. */
  function settle(own: number | undefined, problem: string): number {
    if (own !== undefined) return own;
    if (problem === "") return exitCodes.done;
    const [name] = args;
    const known = name !== undefined && commandNames.has(name) ? name : undefined;
    const error = usageError(problem, known);
    printFailure(context, name ?? "", args.includes("--json"), error.toDiagnostic());
    return exitCodes.usage;
  }
}

void main();
