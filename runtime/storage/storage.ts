import type { ImageId, InspectedImage, TransferProgress } from "../engine/engine.ts";
import type { Digest } from "../plan/digest.ts";

/** A stage as far as its name tells it: what a listing knows. */
export interface ListedStage {
  readonly digest: Digest;
  /** Milliseconds since 1970; with the digest it names the stage. */
  readonly timestampMs: number;
  /** `PROJECT:DIGEST-TIMESTAMP` in an engine, `HOST/PATH:DIGEST-TIMESTAMP` in a registry. */
  readonly reference: string;
}

/** A stage that somebody built and saved. */
export interface StoredStage extends ListedStage {
  readonly imageId: ImageId;
  /** `sha256:…` of its manifest, where stages are kept in a registry. */
  readonly registryDigest?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly sizeBytes: number;
}

/** A built image that is to become a stage. */
export interface NewStage {
  readonly imageId: ImageId;
  readonly digest: Digest;
  readonly timestampMs: number;
}

export interface StorageTransfer {
  readonly onProgress: (progress: TransferProgress) => void;
  /** Told from where an image was pulled that the engine did not have. */
  readonly onPulled?: (reference: string) => void;
  readonly signal: AbortSignal;
}

/** Where stages are kept. One listing answers all images of a run; what a stage holds is read where it is needed. */
export interface StageStorage {
  /** Tells it from all others: `:local/PROJECT`, or `HOST/PATH`. */
  readonly address: string;
  /** Every stage that was not rejected, oldest first; asks the store again at each call. */
  list(signal: AbortSignal): Promise<readonly ListedStage[]>;
  /** What a listed stage holds, perhaps as it was last seen; undefined where it is gone or damaged. */
  read(stage: ListedStage, signal: AbortSignal): Promise<StoredStage | undefined>;
  /** Asks the store whether it still has a stage whose content may be known from before; costs a request at most. */
  isThere(stage: StoredStage, signal: AbortSignal): Promise<boolean>;
  /** The name that a stage will have, before it is saved. */
  referenceOf(stage: Pick<ListedStage, "digest" | "timestampMs">): string;
  /** Keeps a built image as a stage; the caller holds the lock of the digest. */
  save(stage: NewStage, transfer: StorageTransfer): Promise<StoredStage>;
  /** The stage as an image of the engine, which may have it already; undefined where the store has lost it or a part of it. */
  fetch(stage: StoredStage, transfer: StorageTransfer): Promise<InspectedImage | undefined>;
  /**
   * A stage that was found and will be used, as one of this storage: copied where it was found elsewhere. Undefined where it
   * turns out damaged.
   */
  keep(stage: StoredStage, transfer: StorageTransfer): Promise<StoredStage | undefined>;
  /** Marks a damaged stage, so that no listing returns it any more. */
  reject(stage: ListedStage, signal: AbortSignal): Promise<void>;
}

/** An image that is a result, and its last stage. */
export interface FinalImage {
  readonly name: string;
  readonly stage: StoredStage;
}

/** Hands finished images on: to a repository for those who use them, and under names for people. */
export interface ImagePublisher {
  /** The references under which each can be pulled now; undefined where its stage turns out damaged. */
  publish(image: FinalImage, transfer: StorageTransfer): Promise<readonly string[] | undefined>;
  /** Throws what is wrong with the names before anything is built or sent. */
  check(images: readonly string[]): void;
}
