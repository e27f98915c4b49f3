import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { Container, ImageConfig, OutputStream, ToolchainName } from "../engine/engine.ts";
import type { Repository } from "../git/repository.ts";
import type { Digest } from "../plan/digest.ts";
import type { Part } from "../plan/part.ts";
import type { DigestProfile } from "../plan/profile.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { StoredStage } from "../storage/storage.ts";

/** One stage of an image that another one needs: found, built, or as it will be. */
export interface NeededStage {
  readonly name: StageName;
  readonly contentDigest: Digest;
  /** Absent while it is only planned. */
  readonly stored?: StoredStage;
}

/** An image of the graph that another one takes files or values from. */
export interface NeededImage {
  /** Those that are not empty, in their order; never none. */
  readonly stages: readonly NeededStage[];
}

/** What a stage may look at when it says what it depends on. */
export interface StageContext {
  readonly image: ImageNode;
  readonly profile: DigestProfile;
  /** Absent outside a git repository; mappings are never empty then. */
  readonly repository?: Repository;
  /** Labels of the last stage before this one that is not empty: found, or as they will be once it is built. */
  readonly previousLabels: Readonly<Record<string, string>>;
  /** Of the image of this graph that this one starts from. */
  readonly baseContentDigest?: Digest;
  /** By name: the images of this graph that this one needs. */
  readonly needed: ReadonlyMap<string, NeededImage>;
}

/** What a stage works with when it is built. */
export interface StageBuildContext extends StageContext {
  /** Made from the previous stage's image. */
  readonly container: Container;
  /** Config of the previous stage's image. */
  readonly config: ImageConfig;
  /** `WERF_COMMIT_*` and the like: seen by the commands, part of no digest. */
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (stream: OutputStream, line: string) => void;
  readonly signal: AbortSignal;
}

/** One stage of one image. */
export interface Stage {
  readonly name: StageName;
  /** What its container brings along beside the shell. @default none */
  toolchains?(image: ImageNode): readonly ToolchainName[];
  /** An empty stage is passed over: no digest, no image. */
  isEmpty(context: StageContext): Promise<boolean>;
  /** What its digest is made of, besides the stage before it. */
  parts(context: StageContext): Promise<Part>;
  /** Whether a stored stage of this digest may be used for the commit that is built (the rule of ancestry, spec §7.1). */
  isSuitable(stored: StoredStage, context: StageContext): Promise<boolean>;
  /** The commits it hands on, given the labels it was found with or will have; undefined for stages that hand on nothing. */
  commits(labels: Readonly<Record<string, string>>, context: StageContext): readonly string[] | undefined;
  /** The labels that this stage adds to those of the stage before it. */
  labels(context: StageContext): Promise<Readonly<Record<string, string>>>;
  /** Does its work in the container; returns the config to commit, labels left to the caller. */
  build(context: StageBuildContext): Promise<ImageConfig>;
}
