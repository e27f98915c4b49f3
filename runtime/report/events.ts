import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import type { PipelineMode } from "../../sdk/model/pipeline-node.ts";
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
  /** A stage on its way to the storage, while later ones are built. */
  | {
      readonly kind: "push";
      readonly image: string;
      /** Absent for an image that is handed on. */
      readonly stage?: StageName;
      readonly reference: string;
      readonly currentBytes: number;
      readonly totalBytes: number;
    }
  | { readonly kind: "stage-saved"; readonly image: string; readonly stage: StageName; readonly reference: string }
  /** What was built is given up, because somebody else has saved the same stage first, as `reference`. */
  | { readonly kind: "stage-discarded"; readonly image: string; readonly stage: StageName; readonly reference: string }
  /** The image can be pulled under this name. */
  | { readonly kind: "image-published"; readonly image: string; readonly reference: string }
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
  /** The terminal belongs to a person until the shell is closed. */
  | { readonly kind: "step-shell-opened"; readonly pipeline: string; readonly step: string }
  | { readonly kind: "step-shell-closed"; readonly pipeline: string; readonly step: string }
  | { readonly kind: "step-finished"; readonly pipeline: string; readonly result: StepResult }
  | { readonly kind: "pipeline-finished"; readonly pipeline: string; readonly result: PipelineResult };

/** The steps of a pipeline, or those that run afterwards whatever the result. */
export type StepPhase = "steps" | "after-steps";

/** An image as the announced plan names it. */
export interface PlannedImage {
  /** As in build.ts. */
  readonly name: string;
  /** Made with `artifact()`. */
  readonly artifact: boolean;
}

/** Receives the events of one run. */
export type EventListener = (event: BuildEvent) => void;

/** Where the image is from that a stage was built on; of a stage that was found, where it was copied from. */
export interface BaseSource {
  /** The engine, the repository of the stages, one of its caches, one that is read besides, or any other registry. */
  readonly type: "local" | "repo" | "cache-repo" | "secondary" | "registry";
  /** It had to be pulled. */
  readonly isPulled: boolean;
}

/** What became of one stage. */
export interface StageResult {
  /** werf's name of the stage. */
  readonly name: StageName;
  /** Of its content; names it in the storage. */
  readonly digest: Digest;
  /** In a plan, `build` means: would be built. */
  readonly action: "reuse" | "build";
  /** Why it is built, in terms of what changed; "" for a stage that is reused. */
  readonly reason: string;
  /** Absent in a plan for a stage that is not built yet. */
  readonly reference?: string;
  /** The engine's id of its image; absent like the reference. */
  readonly imageId?: string;
  /** Of its manifest, where stages are kept in a registry. */
  readonly registryDigest?: string;
  /** HEAD of the project's repository when it was built; absent outside a repository and where it was not built. */
  readonly commit?: string;
  /** Somebody else saved the same stage first, theirs is used. */
  readonly discarded?: boolean;
  /** Absent where nothing was needed, and in a plan. */
  readonly base?: BaseSource;
  /** Of the image with all its layers; absent where it was not built. */
  readonly sizeBytes?: number;
  /** Whole milliseconds, finding or building it and saving it. */
  readonly durationMs: number;
}

/** What became of one image. */
export interface ImageResult {
  /** As in build.ts. */
  readonly name: string;
  /** A result, not only a help for others. */
  readonly final: boolean;
  /** Made with `artifact()`. */
  readonly artifact: boolean;
  /** Made of stages, or from a Dockerfile. */
  readonly kind: "image" | "dockerfile";
  /** `os/arch[/variant]` that it was built for. */
  readonly platform: string;
  /** `build` when one of its stages is built. */
  readonly action: "reuse" | "build";
  /** Of its last stage. */
  readonly digest: Digest;
  /** Of its last stage; absent in a plan that would build it. */
  readonly reference?: string;
  /** Where it was handed on to, the final repository's name of it first. */
  readonly published?: readonly string[];
  /** Whole milliseconds, without waiting for other images. */
  readonly durationMs: number;
  /** Those that are not empty, in their order. */
  readonly stages: readonly StageResult[];
}

/** What became of one step of a pipeline. */
export interface StepResult {
  /** As it is called. */
  readonly name: string;
  /** Whether it is an after-step. */
  readonly phase: StepPhase;
  /** Whether it passed. */
  readonly ok: boolean;
  /** Absent where it did not come to running a program. */
  readonly exitCode?: number;
  /** What the step said about its result, or what went wrong. */
  readonly message?: string;
  /** Milliseconds. */
  readonly durationMs: number;
}

/** What became of one pipeline. */
export interface PipelineResult {
  /** As it is called. */
  readonly name: string;
  /** Its name in the workflow, where it is part of one. */
  readonly run?: string;
  /** Whether it passed. */
  readonly ok: boolean;
  /** Those that ran. */
  readonly steps: readonly StepResult[];
  /** Folder with its output, where one was asked for. */
  readonly artifacts?: string;
  /** Milliseconds. */
  readonly durationMs: number;
}

/** What a container of a pipeline would be made of: an image of the file, or a reference. */
export type PlannedContainer = BuiltContainer | PulledContainer;

/** Of an image of the file. */
export interface BuiltContainer {
  /** Its name. */
  readonly image: string;
}

/** Of an image from elsewhere. */
export interface PulledContainer {
  /** As for `docker pull`. */
  readonly reference: string;
}

/** A service that would be started. */
export type PlannedService = NamedService & PlannedContainer;

/** What a service is called. */
export interface NamedService {
  /** Its alias in the network. */
  readonly name: string;
}

/** A step that would be run. */
export interface PlannedStep {
  /** As it is called. */
  readonly name: string;
  /** Code of the file, a step that somebody has written, or one that builder does itself. */
  readonly kind: "script" | "step" | "internal";
  /** Which step it is; absent for a script. */
  readonly reference?: string;
  /** Where a step lies that somebody has written: with builder, in a folder of this machine, in a repository. */
  readonly from?: "built-in" | "local" | "git";
  /** What is kept of the box when it has passed. */
  readonly checkpoint?: string;
}

/** A pipeline that would be run. */
export interface PipelinePlan {
  /** As it is called. */
  readonly name: string;
  /** Its name in the workflow, where it is part of one. */
  readonly run?: string;
  /** The runs of the workflow that must have passed before. */
  readonly requires?: readonly string[];
  /** Which variables its steps see. */
  readonly mode: PipelineMode;
  /** The deploy target whose steps these are. */
  readonly target?: string;
  /** What its steps run in. */
  readonly box?: PlannedContainer;
  /** Started before the box, in this order. */
  readonly services: readonly PlannedService[];
  /** One after the other, up to the first that fails. */
  readonly steps: readonly PlannedStep[];
  /** They run whatever the result. */
  readonly afterSteps: readonly PlannedStep[];
}

/** The one document that `run --json` and `plan --json` print. */
export interface RunReport {
  /** Raised when a member changes its meaning or goes. */
  readonly schemaVersion: 1;
  /** What was asked for. */
  readonly command: "run" | "plan";
  /** Name of the project. */
  readonly project: string;
  /** The commit that was built; absent outside a git repository. */
  readonly commit?: string;
  /** Whether every image is there, or can be. */
  readonly ok: boolean;
  /** Those that came to an end, in the order of their definition. */
  readonly images: readonly ImageResult[];
  /** Present when pipelines were asked for; those that ran. */
  readonly pipelines?: readonly PipelineResult[];
  /** Present in a plan when pipelines were asked for, in the order in which they would run. */
  readonly pipelinePlans?: readonly PipelinePlan[];
  /** Whole milliseconds of the walk through all images, and of the pipelines. */
  readonly durationMs: number;
  /** Present when `ok` is false. */
  readonly error?: ReportedError;
}

/** A failure and where in the work it happened. */
export interface ReportedError extends Diagnostic {
  /** The image that was being built. */
  readonly image?: string;
  /** Its stage. */
  readonly stage?: StageName;
  /** The pipeline that was run. */
  readonly pipeline?: string;
  /** Its step. */
  readonly step?: string;
}
