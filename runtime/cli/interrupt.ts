import { exitCodes } from "./exit-code.ts";

/** Hands the next Ctrl-C to a handler; the function that it returns takes that back. */
export type OnInterrupt = (handler: () => void) => () => void;

export interface Interrupts {
  readonly signal: AbortSignal;
  readonly onInterrupt: OnInterrupt;
}

/**
 * Ctrl-C goes to the last that has asked for it, and otherwise aborts the signal as SIGTERM does, so that containers are removed; another one
 * then ends the process at once.
 */
export function createInterrupts(process: NodeJS.Process): Interrupts {
  const controller = new AbortController();
  const handlers: (() => void)[] = [];
  const abort = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on("SIGINT", () => (handlers.pop() ?? abort)());
  process.on("SIGTERM", abort);
  return {
    signal: controller.signal,
    onInterrupt(handler) {
      handlers.push(handler);
      return () => {
        const at = handlers.indexOf(handler);
        if (at >= 0) handlers.splice(at, 1);
      };
    },
  };
}
