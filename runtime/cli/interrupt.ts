import { exitCodes } from "./exit-code.ts";

/** Aborted by the first Ctrl-C or SIGTERM, so that containers are removed; a second one ends the process at once. */
export function interruptSignal(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}
