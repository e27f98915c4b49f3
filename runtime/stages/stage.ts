import type { Diagnostic } from "../../sdk/errors/builder-error.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import type {
  Container,
  Engine,
  ImageAuthorship,
  ImageConfig,
  ImageId,
  InspectedImage,
  OutputStream,
  ToolchainName,
  TransferProgress,
} from "../engine/engine.ts";
import type { CompilePathTest, ObjectId, Repository } from "../git/repository.ts";
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
export interface StageContext<Image extends AnyImageNode = ImageNode> {
  readonly image: Image;
  readonly profile: DigestProfile;
  /** Absent outside a git repository; mappings are never empty then. */
  readonly repository?: Repository;
  /** Where the mappings of other repositories take their files from. */
  readonly remotes?: ReadonlyMap<GitMappingNode, Repository>;
  /** Labels of the last stage before this one that is not empty: found, or as they will be once it is built. */
  readonly previousLabels: Readonly<Record<string, string>>;
  /** Of the image of this graph that this one starts from. */
  readonly baseContentDigest?: Digest;
  /** Told what is hardly meant, such as a mask that matches nothing. */
  readonly onWarning: (diagnostic: Diagnostic) => void;
  /** Of the base's reference in its registry, where the image asks for the latest: id of the image. */
  readonly latestBaseId?: string;
  /** ONBUILD of an image that a Dockerfile starts from. */
  readonly triggersOf: (reference: string) => Promise<readonly string[]>;
  /** By name: the images of this graph that this one needs. */
  readonly needed: ReadonlyMap<string, NeededImage>;
  /**
   * Checksum of the files that an import selects in its source, for profiles that hash it. Undefined where it is not known and
   * nobody may look: in a plan, or while the source is only planned.
   */
  readonly importChecksum: (node: ImportNode, source: NeededStage | undefined) => Promise<string | undefined>;
}

/** Hands over a container of another image, a stage or what an id or a reference names, that is never started. */
export type WithSource = <T>(image: StoredStage | string, use: (source: Container) => Promise<T>) => Promise<T>;

/** What a stage works with when it is built. */
export interface StageBuildContext<Image extends AnyImageNode = ImageNode> extends StageContext<Image> {
  /** Made from the previous stage's image. */
  readonly container: Container;
  /** What `container` is made of. */
  readonly imageId: ImageId;
  /** Config of the previous stage's image. */
  readonly config: ImageConfig;
  /** `WERF_COMMIT_*` and the like: seen by the commands, part of no digest. */
  readonly env: Readonly<Record<string, string>>;
  readonly withSource: WithSource;
  /** Whether masks select a path, which is relative to what they are relative to (spec §2.2). */
  readonly matchPaths: CompilePathTest;
  readonly onLine: (stream: OutputStream, line: string) => void;
  readonly signal: AbortSignal;
}

/** What makes an image as a whole, without a container of ours. */
export interface WholeImageContext<Image extends AnyImageNode> extends StageContext<Image> {
  readonly engine: Pick<Engine, "images" | "buildDockerfile">;
  /** A name for an image of the engine, which it has for as long as the run lasts: a Dockerfile cannot start from an id. */
  readonly nameFor: (image: ImageId) => Promise<string>;
  /** The stage before it, or the last one of the image of this graph that it starts from. */
  readonly parent?: InspectedImage;
  /** Brings a stage of another image into the engine. */
  readonly fetch: (stage: StoredStage) => Promise<InspectedImage>;
  readonly secrets: ReadonlyMap<string, Buffer>;
  /** That the image must have. */
  readonly imageLabels: Readonly<Record<string, string>>;
  readonly onLine: (stream: OutputStream, line: string) => void;
  readonly onPull: (progress: TransferProgress) => void;
  readonly signal: AbortSignal;
}

/** What is asked of every stage of an image. */
export interface StageRules<Image extends AnyImageNode = ImageNode> {
  readonly name: StageName;
  /** An empty stage is passed over: no digest, no image. */
  isEmpty(context: StageContext<Image>): Promise<boolean>;
  /** What its digest is made of, besides the stage before it. */
  parts(context: StageContext<Image>): Promise<Part>;
  /** Whether a stored stage of this digest may be used for the commit that is built (the rule of ancestry, spec §7.1). */
  isSuitable(stored: StoredStage, context: StageContext<Image>): Promise<boolean>;
  /** The commits it hands on, given the labels it was found with or will have; undefined for stages that hand on nothing. */
  commits(labels: Readonly<Record<string, string>>, context: StageContext<Image>): readonly string[] | undefined;
  /** The labels that this stage adds to those of the stage before it. */
  labels(context: StageContext<Image>): Promise<Readonly<Record<string, string>>>;
}

/** One stage of an image, built in a container. */
export interface Stage<Image extends AnyImageNode = ImageNode> extends StageRules<Image> {
  /** What its container brings along beside the shell. @default none */
  toolchains?(image: Image): readonly ToolchainName[];
  /** What the image says of itself outside its config. @default nothing */
  authorship?(image: Image): ImageAuthorship;
  /** Does its work in the container; returns the config to commit, labels left to the caller. */
  build(context: StageBuildContext<Image>): Promise<ImageConfig>;
}

/** A stage that the engine builds by itself: the only one of an image, or an instruction of a Dockerfile. */
export interface WholeImageStage<Image extends AnyImageNode = AnyImageNode> extends StageRules<Image> {
  /** What people know it by besides its name: the instruction. */
  readonly shownAs?: string;
  /** Makes an image without a name. */
  make(context: WholeImageContext<Image>): Promise<ImageId>;
  /** The committed files it is made of that are not as they were at a commit. */
  changedFiles(context: StageContext<Image>, since: ObjectId): Promise<readonly string[]>;
  /** How people know the parts of its digest. */
  shownNames(context: StageContext<Image>): Promise<(part: string) => string>;
}

/** A stage of any kind of image; it is only ever asked about the image that it was made for. */
export type AnyStage = Stage<AnyImageNode> | WholeImageStage;
