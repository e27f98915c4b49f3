import type { InternalStepName } from "../../../sdk/model/internal-steps.ts";
import type { InternalStepNode } from "../../../sdk/model/step-node.ts";
import type { Box } from "../../engine/boxes.ts";
import type { ShellSession } from "../box/shell-session.ts";
import type { PipelineContext } from "../pipeline-context.ts";

/** What an internal step works with. */
export interface InternalStepRequest {
  readonly context: PipelineContext;
  readonly node: InternalStepNode;
  /** The pipeline's container, which runs. */
  readonly box: Box;
  readonly session: ShellSession;
  /** The pipeline's network; absent where it has none. */
  readonly network?: string;
  /** Containers that steps of this pipeline have started, by name, with what ends them. */
  readonly containers: Map<string, () => Promise<void>>;
  /** Lines for the user, without their newlines. */
  readonly onLines: (lines: readonly string[]) => void;
  /** Done when the pipeline has ended, the last one first, whatever happens meanwhile. */
  readonly defer: (cleanUp: () => Promise<void>) => void;
}

/** How an internal step ended; another exit code than 0 fails the pipeline. A BuilderError that it throws does so, too. */
export interface InternalStepResult {
  readonly exitCode: number;
  readonly message?: string;
}

/** Carries out one kind of internal step. */
export type InternalStepRunner = (request: InternalStepRequest) => Promise<InternalStepResult>;

/** Those that need to know what earlier steps have exported, unless they are told not to (spec §4.0). */
export const syncedSteps: ReadonlySet<InternalStepName> = new Set([
  "docker-push",
  "docker-scratch-push",
  "docker-build",
  "docker-run",
  "store-container",
  "shell",
]);
