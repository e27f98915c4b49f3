import { run } from "@stricli/core";
import { commandNames, createApplication } from "./application.ts";
import { createContext } from "./create-context.ts";
import { usageError } from "./errors.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { printFailure } from "./print-failure.ts";

/** Runs one command line; the only place that sets the exit code. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const { context, outcome } = createContext(process);
  await run(createApplication(), args, context);
  process.exitCode = settle(outcome.exitCode(), outcome.usageProblem());

  /** stricli knows negative codes for wrong arguments; its message becomes an error like any other. */
  function settle(own: ExitCode | undefined, problem: string): ExitCode {
    if (own !== undefined) return own;
    if (problem === "") return exitCodes.done;
    const [command] = args;
    const known = command !== undefined && commandNames.has(command) ? command : undefined;
    const error = usageError(problem, known);
    printFailure(context, command ?? "", args.includes("--json"), error.toDiagnostic());
    return exitCodes.usage;
  }
}

void main();
