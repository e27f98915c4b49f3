import type { Container, Script, ScriptResult } from "../engine/engine.ts";

/** A container that remembers what its script did. */
export interface WatchedContainer {
  readonly container: Container;
  /** How many commands had ended well when one failed, 0 where that could not be told; undefined where no script has failed. */
  commandsBeforeFailure(): number | undefined;
}

export function watchFailure(container: Container): WatchedContainer {
  let before: number | undefined;
  return {
    container: {
      ...container,
      async run(script, onLine, signal) {
        const result = await container.run(script, onLine, signal);
        before = result.exitCode === 0 ? undefined : (result.failedCommand ?? 0);
        return result;
      },
    },
    commandsBeforeFailure: () => before,
  };
}

/** A container that runs only the first commands of its script, and then does something else in place of the others. */
export function stopBefore(container: Container, commands: number, instead: () => Promise<void>): Container {
  return {
    ...container,
    async run(script: Script, onLine, signal): Promise<ScriptResult> {
      const first = script.commands.slice(0, commands);
      if (first.length > 0) {
        const result = await container.run({ ...script, commands: first }, onLine, signal);
        if (result.exitCode !== 0) return result;
      }
      await instead();
      return { exitCode: 0 };
    },
  };
}
