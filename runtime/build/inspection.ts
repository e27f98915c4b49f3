import type { Container, Terminal } from "../engine/engine.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { EventListener } from "../report/events.ts";

/** When a person wants to look into a container of the build. */
export interface Inspection {
  /** A stage that failed: as its commands left it, or as it was before the command that failed. */
  readonly onError?: "after" | "before";
  /** Stages to be looked into once they are there. */
  readonly stages: readonly StageChoice[];
  /** Where the person sits; shells are opened there one after another. */
  readonly terminal: Terminal;
}

/** One stage, or those of this name of all images. */
export interface StageChoice {
  /** Absent: of every image. */
  readonly image?: string;
  /** Which of its stages. */
  readonly stage: StageName;
}

/** What a person is shown. */
export interface Inspected {
  readonly image: string;
  readonly stage: StageName;
  readonly state: "failed" | "before-failure" | "built";
}

/** Leaves containers to the person at the terminal. */
export interface Inspector {
  readonly onError: Inspection["onError"];
  /** Whether a stage is to be looked into once it is there. */
  wants(image: string, stage: StageName): boolean;
  /** Opens a shell, after those that were asked for before: there is one terminal. Resolves when the person has closed it. */
  open(container: Container, inspected: Inspected): Promise<void>;
}

export function createInspector(
  { onError, stages, terminal }: Inspection,
  env: Readonly<Record<string, string>>,
  { onEvent, signal }: { readonly onEvent: EventListener; readonly signal: AbortSignal },
): Inspector {
  let last: Promise<void> = Promise.resolve();
  const show = async (container: Container, { image, stage, state }: Inspected): Promise<void> => {
    onEvent({ kind: "shell-opened", image, stage, state });
    try {
      await container.openShell({ title: `${image}/${stage}`, env }, terminal, signal);
    } finally {
      onEvent({ kind: "shell-closed", image, stage });
    }
  };
  return {
    onError,
    wants: (image, name) =>
      stages.some((choice) => choice.stage === name && (choice.image === undefined || choice.image === image)),
    open(container, inspected) {
      const opened = last.then(() => show(container, inspected));
      last = opened.catch(() => {});
      return opened;
    },
  };
}
