import type { LoadedFile } from "./load/loaded-file.ts";
import type { EventListener, RunReport } from "./report/events.ts";

/** How one build.ts is to be built. */
export interface BuilderOptions {
  /** Absolute path of build.ts. */
  readonly file: string;
  /** The environment that build.ts and the engine client see. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Build the work tree as a hidden commit instead of HEAD. @default false */
  readonly dev?: boolean;
  /** Images built at the same time; 0 or less: no limit. @default 5 */
  readonly parallelTasksLimit?: number;
  /** Told what happens while it happens. */
  readonly onEvent?: EventListener;
  /** Aborting it ends what runs, removes its containers, and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Everything that can be done with one build.ts. Wrong input throws a BuilderError (`LOAD.*`, `GRAPH.*`, `GIT.*`, `USAGE.*`,
 * `ENGINE.*`); a build that fails resolves with a report whose `ok` is false.
 */
export interface Builder {
  /** Evaluates build.ts, once; needs no engine. */
  load(): Promise<LoadedFile>;
  /** What `run` would do, and why. `targets`: image names or globs, `!` excludes; none: all final images. */
  plan(targets: readonly string[]): Promise<RunReport>;
  /** Builds what is not there yet. `targets` as for `plan`. */
  run(targets: readonly string[]): Promise<RunReport>;
  /** Ends the git processes; to be called when done, whatever happened. */
  close(): Promise<void>;
}
