import type { Inspection } from "./build/inspection.ts";
import type { Terminal } from "./engine/engine.ts";
import type { ImportedFile } from "./import/imported-file.ts";
import type { LoadedFile } from "./load/loaded-file.ts";
import type { PipelineOptions } from "./pipeline/pipeline-request.ts";
import type { StageName } from "./plan/stage-name.ts";
import type { CleanupReport } from "./report/cleanup-report.ts";
import type { EventListener, ImageResult, RunReport } from "./report/events.ts";

/** Where stages come from and go to, each as `HOST/PATH`. What is not said is taken from the environment. */
export interface RepositoryOptions {
  /** Keeps the stages. @default `BUILDER_REPO`, then `project(…, { repo })`, then the engine itself */
  readonly repo?: string;
  /** Read where `repo` lacks a stage; what is found is copied into it. @default `BUILDER_SECONDARY_REPO` */
  readonly secondaryRepos?: readonly string[];
  /** Nearer than `repo`: images are pulled from there first, and it is filled. @default `BUILDER_CACHE_REPO` */
  readonly cacheRepos?: readonly string[];
  /** Receives the last stage of each final image. @default `BUILDER_FINAL_REPO` */
  readonly finalRepo?: string;
  /** Further tags of final images; may hold `%image%` and the like. @default `BUILDER_ADD_CUSTOM_TAG` */
  readonly customTags?: readonly string[];
  /** `HOST[:PORT]` of registries that are spoken to over plain http. @default `BUILDER_INSECURE_REGISTRY` */
  readonly insecureRegistries?: readonly string[];
}

/** How one build.ts is to be built. */
export interface BuilderOptions extends RepositoryOptions {
  /** Absolute path of build.ts. */
  readonly file: string;
  /** The environment that build.ts and the engine client see. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Build the work tree as a hidden commit instead of HEAD. @default false */
  readonly dev?: boolean;
  /**
   * HEAD is a merge that a CI system has made up to try a merge request: its stages are used again for the next one of the same
   * branch. @default false
   */
  readonly virtualMerge?: boolean;
  /** Build whatever build.ts reads from elsewhere than the commit, and read files as they are in the work tree. @default false */
  readonly looseGiterminism?: boolean;
  /** Images built at the same time; 0 or less: no limit. @default 5 */
  readonly parallelTasksLimit?: number;
  /**
   * Keeps builders on many machines from doing the same work: `redis://HOST:PORT`. A password belongs into the variable.
   * @default `BUILDER_LOCKS`, then locks of this machine alone
   */
  readonly locks?: string;
  /** What holds for the pipelines that are run. */
  readonly pipeline?: PipelineOptions;
  /** Network of all commands of stages, whatever the images say. @default as each image says */
  readonly network?: string;
  /** Private keys that the commands of stages may use through an agent. @default the agent at SSH_AUTH_SOCK, if any */
  readonly sshKeys?: readonly string[];
  /** Lets a person look into stages while they are built. @default nobody wants to */
  readonly inspection?: Inspection;
  /** Where a person sits that a step may open a shell for. @default nobody */
  readonly terminal?: Terminal;
  /** Lets a step have the next Ctrl-C for itself; the function that it gets takes that back. @default Ctrl-C always ends the run */
  readonly onInterrupt?: (handler: () => void) => () => void;
  /** Told what happens while it happens. */
  readonly onEvent?: EventListener;
  /** Asked while a step says much, which goes on when the promise has resolved. @default whoever listens is never behind */
  readonly caughtUp?: () => Promise<void> | undefined;
  /** Aborting it ends what runs, removes its containers, and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How to remove what is not needed. */
export interface TidyOptions {
  /** Only say what would be removed. */
  readonly dryRun: boolean;
  /** Called with the name of each thing that is gone. */
  readonly onRemoved?: (name: string) => void;
}

/** Which failed stage is meant; the one that failed last where several are. */
export interface FailedStageChoice {
  /** Absent: of every image. */
  readonly image?: string;
  /** Absent: whichever failed. */
  readonly stage?: StageName;
}

/** What images are to become outside of builder. */
export interface ExportRequest {
  /**
   * `[HOST/]PATH[:TAG]`, where `%image%`, `%image_slug%`, `%image_safe_slug%` and `%image_content_based_tag%` stand for names of
   * the image. A name with a host is pushed there, another one is given in the engine.
   */
  readonly tags: readonly string[];
  /** Put all of them into this archive, in the layout of OCI. */
  readonly archive?: string;
  /** Added to those of the images; builder's own labels are left out. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What became of one image. */
export interface ExportedImage {
  /** As in build.ts. */
  readonly name: string;
  /** Names under which it can be had now, in the engine or from a registry; in the archive, where there is one. */
  readonly references: readonly string[];
}

/**
 * Everything that can be done with one build.ts. Wrong input throws a BuilderError (`LOAD.*`, `GRAPH.*`, `GIT.*`, `USAGE.*`,
 * `ENGINE.*`, `PIPELINE.*`); a build or a step that fails resolves with a report whose `ok` is false.
 */
export interface Builder {
  /** Evaluates build.ts, or reads a wercker.yml, once; needs no engine. */
  load(): Promise<LoadedFile | ImportedFile>;
  /**
   * What `run` would do, and why. `targets`: image names or globs, `!` excludes, and names of pipelines and workflows; none: all
   * final images.
   */
  plan(targets: readonly string[]): Promise<RunReport>;
  /** Builds what is not there yet, and runs the pipelines that are named. `targets` as for `plan`. */
  run(targets: readonly string[]): Promise<RunReport>;
  /** Runs an image of a report as it is; resolves with the exit code of its program. `command`: instead of its CMD, unless empty. */
  runImage(image: ImageResult, command: readonly string[], terminal: Terminal): Promise<number>;
  /** Opens a shell in an image of a report, whatever it holds; resolves with the shell's exit code. */
  openImage(image: ImageResult, terminal: Terminal): Promise<number>;
  /** Opens a shell in what a failed stage has left; resolves with the shell's exit code. */
  openFailed(choice: FailedStageChoice, terminal: Terminal): Promise<number>;
  /** Hands images of a report out, without builder's labels. */
  exportImages(images: readonly ImageResult[], request: ExportRequest): Promise<readonly ExportedImage[]>;
  /**
   * Opens a shell in the box of a pipeline that runs, or else in one that was kept; resolves with its exit code. Errors: `PIPELINE.NO_BOX`.
   */
  enterPipeline(name: string, terminal: Terminal): Promise<number>;
  /** Removes stages that no policy of `project(…, { cleanup })` keeps. */
  cleanup(options: TidyOptions & { readonly fetch: boolean }): Promise<CleanupReport>;
  /** Removes everything of the project from where its stages are. */
  purge(options: TidyOptions): Promise<CleanupReport>;
  /** Ends the git processes; to be called when done, whatever happened. */
  close(): Promise<void>;
}
