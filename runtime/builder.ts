import type { LoadedFile } from "./load/loaded-file.ts";
import type { PipelineOptions } from "./pipeline/pipeline-request.ts";
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
  /** What holds for the pipelines that are run. */
  readonly pipeline?: PipelineOptions;
  readonly onEvent?: EventListener;
  readonly signal?: AbortSignal;
}

/**
 * Everything that can be done with one build.ts. Wrong input throws a BuilderError (`LOAD.*`, `GRAPH.*`, `GIT.*`, `USAGE.*`,
 * `ENGINE.*`, `PIPELINE.*`); a build or a step that fails resolves with a report whose `ok` is false.
 */
export interface Builder {
  load(): Promise<LoadedFile>;
  /** `targets`: image names or globs, `!` excludes, and names of pipelines and workflows; none: all final images. */
  plan(targets: readonly string[]): Promise<RunReport>;
  run(targets: readonly string[]): Promise<RunReport>;
  close(): Promise<void>;
}
