import type { ImageId } from "../engine/engine.ts";
import type { Digest } from "../plan/digest.ts";

/** A stage that somebody built and saved. */
export interface StoredStage {
  readonly digest: Digest;
  /** Milliseconds since 1970; with the digest it names the stage. */
  readonly timestampMs: number;
  /** `PROJECT:DIGEST-TIMESTAMP`. */
  readonly reference: string;
  readonly imageId: ImageId;
  /** `sha256:…` of its manifest, where stages are kept in a registry. */
  readonly registryDigest?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly sizeBytes: number;
}

/** Where stages are kept. One listing answers all images of a run. */
export interface StageStorage {
  /** Every stage of the project, oldest first; asks the store again at each call. */
  list(): Promise<readonly StoredStage[]>;
  /** Keeps a built image as a stage; the caller holds the lock of the digest. */
  save(stage: {
    readonly imageId: ImageId;
    readonly digest: Digest;
    readonly timestampMs: number;
  }): Promise<StoredStage>;
}
