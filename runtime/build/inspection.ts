import type { Container, Script, ScriptResult, ShellSession, Terminal } from "../engine/engine.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { EventListener } from "../report/events.ts";

/** When a person wants to look into a container of the build. */
export interface Inspection {
  /** A stage that failed: as its commands left it, or as it was before the command that failed. */
  readonly onError?: "after" | "before";
  /** Whether a stage is to be looked into once it is there. */
  readonly wants: (image: string, stage: StageName) => boolean;
  readonly terminal: Terminal;
}

/** What a person is shown. */
export interface Inspected {
  readonly image: string;
  readonly stage: StageName;
  readonly state: "failed" | "before-failure" | "built";
  readonly env: Readonly<Record<string, string>>;
}

/** Leaves a container to the person at the terminal, who has it alone: no other output gets in between. */
export async function inspect(
  container: Container,
  { image, stage, state, env }: Inspected,
  { terminal, onEvent, signal }: { terminal: Terminal; onEvent: EventListener; signal: AbortSignal },
): Promise<void> {
  const shell: ShellSession = { title: `${image}/${stage}`, env };
  onEvent({ kind: "shell-opened", image, stage, state });
  try {
    await container.openShell(shell, terminal, signal);
  } finally {
    onEvent({ kind: "shell-closed", image, stage });
  }
}

/** A container that remembers where its script failed. */
export interface WatchedContainer {
  readonly container: Container;
  /** How many commands of the script ended well before one failed; 0 where that could not be told. */
  commandsBeforeFailure(): number;
}

export function watchFailure(container: Container): WatchedContainer {
  let before = 0;
  return {
    container: {
      ...container,
      async run(script, onLine, signal) {
        const result = await container.run(script, onLine, signal);
        before = result.failedCommand ?? 0;
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
