import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import type { OutputStream } from "../engine/engine.ts";
import type { Digest } from "../plan/digest.ts";
import type { StageName } from "../plan/stage-name.ts";

/** What happens during a run, in the order in which it happens. Only reporters turn it into text. */
export type BuildEvent =
  | {
      readonly kind: "planned";
      readonly sets: readonly (readonly PlannedImage[])[];
      readonly parallelTasksLimit: number;
    }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "warning"; readonly diagnostic: Diagnostic }
  | { readonly kind: "image-started"; readonly image: string }
  | {
      readonly kind: "pull";
      readonly image: string;
      readonly reference: string;
      readonly currentBytes: number;
      readonly totalBytes: number;
    }
  | { readonly kind: "stage-reused"; readonly image: string; readonly stage: StageResult }
  | {
      readonly kind: "stage-started";
      readonly image: string;
      readonly stage: StageName;
      readonly digest: Digest;
      readonly reason: string;
    }
  | {
      readonly kind: "stage-output";
      readonly image: string;
      readonly stage: StageName;
      readonly stream: OutputStream;
      readonly line: string;
    }
  | { readonly kind: "stage-built"; readonly image: string; readonly stage: StageResult }
  | { readonly kind: "image-finished"; readonly image: string; readonly result: ImageResult }
  | { readonly kind: "pipeline-started"; readonly pipeline: string; readonly steps: readonly string[] }
  | {
      readonly kind: "service-started";
      readonly pipeline: string;
      readonly service: string;
      readonly reference: string;
    }
  | { readonly kind: "service-ready"; readonly pipeline: string; readonly service: string; readonly durationMs: number }
  | {
      readonly kind: "step-started";
      readonly pipeline: string;
      readonly step: string;
      readonly phase: StepPhase;
    }
  | {
      readonly kind: "step-output";
      readonly pipeline: string;
      readonly step: string;
      /** Complete lines, those that came together. */
      readonly lines: readonly string[];
    }
  | { readonly kind: "step-finished"; readonly pipeline: string; readonly result: StepResult }
  | { readonly kind: "pipeline-finished"; readonly pipeline: string; readonly result: PipelineResult };

/** The steps of a pipeline, or those that run afterwards whatever the result. */
export type StepPhase = "steps" | "after-steps";

export interface PlannedImage {
  readonly name: string;
  readonly artifact: boolean;
}

/** Receives the events of one run. */
export type EventListener = (event: BuildEvent) => void;

/** What became of one stage. */
export interface StageResult {
  readonly name: StageName;
  readonly digest: Digest;
  /** In a plan, `build` means: would be built. */
  readonly action: "reuse" | "build";
  /** Why it is built, in terms of what changed; "" for a stage that is reused. */
  readonly reason: string;
  /** Absent in a plan for a stage that is not built yet. */
  readonly reference?: string;
  /** Somebody else saved the same stage first, theirs is used. */
  readonly discarded?: boolean;
  readonly sizeBytes?: number;
  readonly durationMs: number;
}

/** What became of one image. */
export interface ImageResult {
  readonly name: string;
  readonly final: boolean;
  readonly artifact: boolean;
  readonly action: "reuse" | "build";
  /** Of its last stage. */
  readonly digest: Digest;
  readonly reference?: string;
  readonly durationMs: number;
  readonly stages: readonly StageResult[];
}

/** What became of one step of a pipeline. */
export interface StepResult {
  readonly name: string;
  readonly phase: StepPhase;
  readonly ok: boolean;
  /** Absent where it did not come to running a program. */
  readonly exitCode?: number;
  /** What the step said about its result, or what went wrong. */
  readonly message?: string;
  readonly durationMs: number;
}

/** What became of one pipeline. */
export interface PipelineResult {
  readonly name: string;
  /** Its name in the workflow, where it is part of one. */
  readonly run?: string;
  readonly ok: boolean;
  /** Those that ran. */
  readonly steps: readonly StepResult[];
  /** Folder with its output, where one was asked for. */
  readonly artifacts?: string;
  readonly durationMs: number;
}

/** The one document that `run --json` and `plan --json` print. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly command: "run" | "plan";
  readonly project: string;
  /** The commit that was built; absent outside a git repository. */
  readonly commit?: string;
  readonly ok: boolean;
  readonly images: readonly ImageResult[];
  /** Present when pipelines were asked for; those that ran. */
  readonly pipelines?: readonly PipelineResult[];
  readonly durationMs: number;
  /** Present when `ok` is false. */
  readonly error?: Diagnostic & {
    readonly image?: string;
    readonly stage?: StageName;
    readonly pipeline?: string;
    readonly step?: string;
  };
}
