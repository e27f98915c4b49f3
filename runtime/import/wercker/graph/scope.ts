import type { Findings } from "../findings.ts";

/** The steps that come with builder, by name, with what each may be given. */
export type BuiltInSteps = ReadonlyMap<string, readonly KnownProperty[]>;

/** A property that a step takes. */
export interface KnownProperty {
  readonly name: string;
  /** Whether the step fails without it. */
  readonly required: boolean;
}

/** What making a node needs to know besides what the node is made of. */
export interface Scope {
  /** As people name the thing: `build.box`, `build.steps[2]`. */
  readonly path: string;
  /** The pipeline; absent for what the file says for all. */
  readonly of?: string;
  readonly findings: Findings;
  readonly builtInSteps: BuiltInSteps;
}
