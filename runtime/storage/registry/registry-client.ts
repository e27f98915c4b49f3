import type { Readable } from "node:stream";
import type { ContentDigest } from "./content-digest.ts";
import type { Repository } from "./image-reference.ts";
import type { Manifest } from "./manifest.ts";

/** Names content in a registry: what it is, its digest and its size. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: ContentDigest;
  readonly sizeBytes: number;
}

/** A manifest with the bytes that its digest was made of. */
export interface StoredManifest extends Descriptor {
  readonly bytes: Buffer;
  readonly content: Manifest;
}

/** Content to be pushed, which can be opened again at any byte when a connection breaks. */
export interface BlobSource {
  readonly digest: ContentDigest;
  readonly sizeBytes: number;
  open(startByte: number): Readable;
}

/** Bytes of one blob. Goes back when an upload must begin anew. */
export interface TransferProgress {
  readonly digest: ContentDigest;
  readonly currentBytes: number;
  readonly totalBytes: number;
}

export interface TransferOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: TransferProgress) => void;
}

export interface PushOptions extends TransferOptions {
  /** A repository of the same registry that may have the blob: nothing is sent where the registry takes it from there. */
  readonly mountFrom?: Repository;
}

/** How a blob got into the repository. */
export type PushOutcome = "present" | "mounted" | "uploaded";

/** Manifests by tag or by digest. */
export interface RegistryManifests {
  /** Asks without reading; undefined where there is none. */
  head(repository: Repository, reference: string, signal: AbortSignal): Promise<Descriptor | undefined>;
  /** Reads and checks the digest; undefined where there is none. */
  get(repository: Repository, reference: string, signal: AbortSignal): Promise<StoredManifest | undefined>;
  /** Everything that the manifest names must be there already. */
  put(
    repository: Repository,
    reference: string,
    manifest: { readonly mediaType: string; readonly bytes: Buffer },
    signal: AbortSignal,
  ): Promise<Descriptor>;
  /**
   * Removes a manifest; false where there was none. By digest it goes with all its tags; Docker's own registry refuses
   * tags with `REGISTRY.DELETE_DISABLED`.
   */
  delete(repository: Repository, reference: string, signal: AbortSignal): Promise<boolean>;
}

/** Layers and configs by digest. */
export interface RegistryBlobs {
  has(repository: Repository, digest: ContentDigest, signal: AbortSignal): Promise<boolean>;
  /**
   * Streams a blob; resumes after lost connections. The stream fails with `REGISTRY.NOT_FOUND` or
   * `REGISTRY.DIGEST_MISMATCH` and ends only when every byte was right. Nothing is asked before it is read.
   */
  read(
    repository: Repository,
    blob: { readonly digest: ContentDigest; readonly sizeBytes: number },
    options: TransferOptions,
  ): Readable;
  /** Makes sure that the repository has the blob, at the least cost. */
  push(repository: Repository, blob: BlobSource, options: PushOptions): Promise<PushOutcome>;
  /** False where there was none. */
  delete(repository: Repository, digest: ContentDigest, signal: AbortSignal): Promise<boolean>;
}

/**
 * Speaks the OCI distribution protocol. Errors: `REGISTRY.UNREACHABLE`, `REGISTRY.CERTIFICATE`, `REGISTRY.NO_TLS`,
 * `REGISTRY.INSECURE`, `REGISTRY.UNAUTHORIZED`, `REGISTRY.DENIED`, `REGISTRY.BUSY`, `REGISTRY.REFUSED`,
 * `REGISTRY.FAILED`, `REGISTRY.PROTOCOL` and those named at the methods. An aborted call throws the signal's reason.
 */
export interface RegistryClient {
  readonly manifests: RegistryManifests;
  readonly blobs: RegistryBlobs;
  /** All tags, in the registry's order; none where the repository does not exist. */
  tags(repository: Repository, signal: AbortSignal): Promise<readonly string[]>;
  /** Closes the connections. */
  close(): void;
}
