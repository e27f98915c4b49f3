import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { RemoteRepositories, Repository } from "../git/repository.ts";
import type { Digest } from "../plan/digest.ts";
import type { Part } from "../plan/part.ts";
import type { DigestProfile } from "../plan/profile.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { BaseSource, EventListener } from "../report/events.ts";
import type { DockerfileSurroundings } from "../stages/dockerfile/dockerfile-stage.ts";
import type { StagedPart } from "../stages/dockerfile/expand-staged.ts";
import type { AnyStage, StageContext } from "../stages/stage.ts";
import type { StoredStage } from "../storage/storage.ts";
import type { SavedStage } from "./saved-stage.ts";
import type { StageIndex } from "./stage-index.ts";

/** What all images of one walk share. */
export interface Walk {
  readonly project: string;
  readonly profile: DigestProfile;
  /** `os/arch[/variant]`. */
  readonly platform: string;
  readonly repository?: Repository;
  readonly remotes?: RemoteRepositories;
  readonly index: StageIndex;
  readonly dockerfiles: Pick<DockerfileSurroundings, "folder" | "workTree">;
  /** By the names of images: those that are stages of Dockerfiles. */
  readonly staged: ReadonlyMap<string, StagedPart>;
  /** Asks the registry of a reference for the id of the image that it has for a platform. */
  readonly latestImageId: (reference: string, platform: string) => Promise<string | undefined>;
  /** ONBUILD of an image that a Dockerfile starts from and this graph does not build; none where nobody can tell. */
  readonly baseTriggers: (reference: string, platform: string) => Promise<readonly string[]>;
  /** Of the files that imports take over, for profiles that hash them. */
  readonly importChecksum: StageContext["importChecksum"];
  readonly makeStage: MakeStage;
  /** Whether the storage still has a stage that was found. */
  readonly isThere: (stage: StoredStage) => Promise<boolean>;
  /** Takes a stage that was found into the storage, where it was found elsewhere; undefined where it is damaged. */
  readonly keep: (image: string, stage: StoredStage) => Promise<StoredStage | undefined>;
  /** Lets a person look into a stage that is there, where somebody asked for it. */
  readonly show: (image: AnyImageNode, name: StageName, stored: StoredStage) => Promise<void>;
  readonly onEvent: EventListener;
}

/** Where an image stands after a stage: what the next stage, and the images that start from it, go on from. */
export interface StageState {
  readonly name: StageName;
  readonly digest: Digest;
  readonly handsOn: string;
  readonly contentDigest: Digest;
  readonly labels: Readonly<Record<string, string>>;
  /** Absent while it is only planned. */
  readonly stored?: StoredStage;
  /** Made by this walk rather than found. */
  readonly made: boolean;
  /** What will become of it, where it was built by this run. */
  readonly saving?: Promise<SavedStage>;
}

/** A stage that was not found. */
export interface StageRequest {
  readonly stage: AnyStage;
  readonly context: StageContext<AnyImageNode>;
  readonly parts: Part;
  readonly digest: Digest;
  /** As far as the storage is concerned: without those that the engine adds. */
  readonly labels: Readonly<Record<string, string>>;
  readonly previous: StageState | undefined;
  /** The last stage of the image that this one starts from. */
  readonly base: StageState | undefined;
  readonly reason: string;
  /** Aborted when what it is built on is given up. */
  readonly signal: AbortSignal;
}

/** How a stage that was not found came to be: by us, or by another image of this run. */
export interface MadeStage {
  readonly stored: StoredStage;
  readonly by: "us" | "other-image";
  /** What it was built on. */
  readonly base?: BaseSource;
  readonly saving?: Promise<SavedStage>;
}

/** Builds and saves a stage; a plan's version returns undefined and builds nothing. */
export type MakeStage = (request: StageRequest) => Promise<MadeStage | undefined>;

/** What an image is built for. */
export function platformOf(walk: Walk, image: AnyImageNode): string {
  return image.platform ?? walk.platform;
}
