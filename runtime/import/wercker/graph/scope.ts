import type { Findings } from "../findings.ts";

/** What making a node needs to know besides what the node is made of. */
export interface Scope {
  /** As people name the thing: `build.box`, `build.steps[2]`. */
  readonly path: string;
  /** The pipeline; absent for what the file says for all. */
  readonly of?: string;
  readonly findings: Findings;
  /** Names of the steps that come with builder. */
  readonly builtInSteps: readonly string[];
}
