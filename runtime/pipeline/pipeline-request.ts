import type { Leftover } from "../build/leftover.ts";
import type { Boxes } from "../engine/boxes.ts";
import type { Engine, Terminal } from "../engine/engine.ts";
import type { EventListener } from "../report/events.ts";
import type { Environment } from "../util/cache-dir.ts";
import type { CaughtUp } from "../util/catch-up.ts";
import type { GitFacts } from "./pipeline-variables.ts";

/** What somebody may ask of a pipeline when it is run; none of it is part of its description. */
export interface PipelineOptions {
  /** Deploy target. */
  readonly target?: string;
  /** Goes on after the step that has kept this checkpoint. */
  readonly checkpoint?: string;
  /** Mounts the project into the box instead of copying it. @default false */
  readonly directMount?: boolean;
  /** Opens the ports of boxes and services on the host. @default false */
  readonly exposePorts?: boolean;
  /** Opens these ports of the box on the host, in place of its own: `5000`, `80:8080`. */
  readonly publish?: readonly string[];
  /** Absolute path of the folder that gets the output of the pipelines. */
  readonly artifacts?: string;
  /** Opens a shell in the box of a step that fails, where a person sits at a terminal. @default false */
  readonly attachOnError?: boolean;
  /** Leaves the box behind, stopped, for `builder shell`; it is removed after a day. @default false */
  readonly keepBox?: boolean;
  /** Path of the file of variables. @default `ENVIRONMENT` or `.env` beside build.ts */
  readonly environmentFile?: string;
}

/** The world as a pipeline sees it. */
export interface PipelineRequest {
  readonly engine: Engine;
  readonly boxes: Boxes;
  /** Absolute path of the folder of build.ts: the source of a pipeline. */
  readonly folder: string;
  readonly project: string;
  readonly environment: Environment;
  /** Who runs it. */
  readonly user: string;
  /** Asked when a pipeline runs, and only then. */
  readonly gitFacts: () => Promise<GitFacts>;
  /** Where the caches of pipelines are kept. */
  readonly cacheFolder: string;
  /** The reference of an image of the graph, which has been built. */
  readonly imageReference: (name: string) => string | undefined;
  /** Notes that this run uses the engine; returns the run's id. */
  readonly beginRun: () => Promise<string>;
  /** Notes what the next run shall remove should this one be killed; the function that is returned takes that back. */
  readonly claim: (leftover: Leftover) => Promise<() => Promise<void>>;
  readonly options: PipelineOptions;
  /** Where a person sits that a shell may be opened for; absent: nobody. */
  readonly terminal?: Terminal;
  /** Lets a step have the next Ctrl-C for itself, until it calls the function that it gets; absent: Ctrl-C always ends the run. */
  readonly onInterrupt?: (handler: () => void) => () => void;
  readonly onEvent: EventListener;
  readonly caughtUp: CaughtUp;
  readonly signal: AbortSignal;
}
