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
  /** Build whatever build.ts reads from elsewhere than the commit, and read files as they are in the work tree. @default false */
  readonly looseGiterminism?: boolean;
  /** Images built at the same time; 0 or less: no limit. @default 5 */
  readonly parallelTasksLimit?: number;
  /** Network of all commands of stages, whatever the images say. @default as each image says */
  readonly network?: string;
  /** Private keys that the commands of stages may use through an agent. @default the agent at SSH_AUTH_SOCK, if any */
  readonly sshKeys?: readonly string[];
  readonly onEvent?: EventListener;
  readonly signal?: AbortSignal;
}

/**
 * Everything that can be done with one build.ts. Wrong input throws a BuilderError (`LOAD.*`, `GRAPH.*`, `GIT.*`, `USAGE.*`,
 * `ENGINE.*`); a build that fails resolves with a report whose `ok` is false.
 */
export interface Builder {
  load(): Promise<LoadedFile>;
  /** `targets`: image names or globs, `!` excludes; none: all final images. */
  plan(targets: readonly string[]): Promise<RunReport>;
  run(targets: readonly string[]): Promise<RunReport>;
  close(): Promise<void>;
}
