import type { CliContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { SetupFlags } from "./setup-command.ts";

/** `builder setup`: installs and starts what is missing, saying each step. */
export async function setUp(
  { stderr, stdout, signal, environment }: CliContext,
  { ansible }: SetupFlags,
): Promise<ExitCode> {
  const { setUpMachine } = await import("../setup/set-up-machine.ts");
  await setUpMachine({ onStep: (step) => stderr.write(`${step}\n`), signal, environment, ansible });
  stdout.write("Images can be built here.\n");
  return exitCodes.done;
}
