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
  | {
      readonly kind: "shell-opened";
      readonly image: string;
      readonly stage: StageName;
      /** What is looked at: a stage as its commands left it, before the command that failed, or once it was there. */
      readonly state: "failed" | "before-failure" | "built";
    }
  | { readonly kind: "shell-closed"; readonly image: string; readonly stage: StageName }
  | { readonly kind: "stage-built"; readonly image: string; readonly stage: StageResult }
  | { readonly kind: "image-finished"; readonly image: string; readonly result: ImageResult };

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
  /** The engine's id of its image; absent like the reference. */
  readonly imageId?: string;
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

/** The one document that `run --json` and `plan --json` print. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly command: "run" | "plan";
  readonly project: string;
  /** The commit that was built; absent outside a git repository. */
  readonly commit?: string;
  readonly ok: boolean;
  readonly images: readonly ImageResult[];
  readonly durationMs: number;
  /** Present when `ok` is false. */
  readonly error?: Diagnostic & { readonly image?: string; readonly stage?: StageName };
}
