import type { Readable } from "node:stream";

/** The engine's own id of an image (`sha256:…`). */
export type ImageId = string;

/** The part of an image's config that builder reads and writes; OCI's names. */
export interface ImageConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly workdir: string;
  readonly user: string;
  readonly volumes: readonly string[];
  /** `8080/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly healthcheck?: Healthcheck;
  readonly stopSignal?: string;
  readonly shell?: readonly string[];
  /** Triggers that a later Dockerfile build runs. */
  readonly onBuild: readonly string[];
}

/** As the engine keeps it: durations in nanoseconds; `test` is `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", …]`. */
export interface Healthcheck {
  readonly test: readonly string[];
  readonly intervalNs?: number;
  readonly timeoutNs?: number;
  readonly startPeriodNs?: number;
  readonly retries?: number;
}

/** An image as a list shows it. */
export interface ListedImage {
  readonly id: ImageId;
  /** `NAME:TAG`, all that point to it. */
  readonly references: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly createdUnix: number;
  readonly sizeBytes: number;
}

/** An image in full. */
export interface InspectedImage {
  readonly id: ImageId;
  readonly config: ImageConfig;
  readonly sizeBytes: number;
}

/** Bytes of an image on their way from or to a registry. */
export interface TransferProgress {
  readonly reference: string;
  readonly currentBytes: number;
  /** Of the layers known so far; grows while the engine learns of more. */
  readonly totalBytes: number;
}

/** What proves an identity to a registry, as `docker login` stores it. */
export type RegistryCredential =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** Exchanged for a token at the registry's token service. */
  | { readonly kind: "identity-token"; readonly token: string }
  /** Sent to the registry as it is. */
  | { readonly kind: "bearer-token"; readonly token: string };

/** Where an engine gets the credentials that it passes on to registries. */
export interface RegistryCredentials {
  /** Undefined where none are stored for the registry (`HOST[:PORT]`, `docker.io` for Docker Hub). */
  find(registry: string, signal: AbortSignal): Promise<RegistryCredential | undefined>;
}

/** What an engine can do that others cannot; nobody asks for its name. */
export interface EngineCapabilities {
  /** The engine runs on this machine: sockets of the host can be mounted. */
  readonly local: boolean;
}

export interface EngineImages {
  /** Images that carry the label; one cheap call, also on the path where nothing is built. */
  list(filter: { readonly label: string }): Promise<readonly ListedImage[]>;
  /** The image that the engine has under a reference or id; undefined where it has none. */
  inspect(reference: string): Promise<InspectedImage | undefined>;
  /** Fetches from the reference's registry, with `credential` in place of the one that is stored for it. Errors: `ENGINE.IMAGE_NOT_FOUND`, `ENGINE.PULL_FAILED`. */
  pull(
    reference: string,
    onProgress: (progress: TransferProgress) => void,
    signal: AbortSignal,
    credential?: RegistryCredential,
  ): Promise<InspectedImage>;
  /**
   * Sends an image to the registry of its reference: what the registry lacks of its content, and the tag after all of it.
   * `credential` stands in place of the one that is stored for it. Returns the digest of the manifest. Errors: `ENGINE.PUSH_FAILED`.
   */
  push(
    reference: string,
    onProgress: (progress: TransferProgress) => void,
    signal: AbortSignal,
    credential?: RegistryCredential,
  ): Promise<string>;
  /** Makes an image without a parent from a root file system in a tar stream. */
  import(rootfs: Readable, labels: Readonly<Record<string, string>>): Promise<ImageId>;
  tag(id: ImageId, reference: string): Promise<void>;
  /** Removes a reference, and the image when it was the last; no error when it is gone already. */
  remove(referenceOrId: string): Promise<void>;
}

export interface ContainerSpec {
  readonly image: ImageId;
  /** Who made it: found again by `sweep` when the run died. */
  readonly runId: string;
  /** For people who list containers, e.g. `app-install`. */
  readonly title: string;
  /** Paths of host sockets or directories, mounted as they are. */
  readonly mounts?: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
  /** The engine's network mode; its default when absent. */
  readonly network?: string;
}

/** Bash text that runs under the toolchain's own shell, as user 0:0 in `/`, whatever the image holds. */
export interface Script {
  readonly commands: readonly string[];
  /** Exported to the commands; neither committed to the image nor visible in the container's config. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ScriptResult {
  readonly exitCode: number;
  /** Index of the command that ended the script, where that could be told. */
  readonly failedCommand?: number;
}

/** Which of a container's two outputs a line came from. */
export type OutputStream = "stdout" | "stderr";

/** What a path is inside a container. */
export interface PathStat {
  readonly type: "file" | "directory" | "symlink" | "other";
  /** Permission bits. */
  readonly mode: number;
}

/** A container that exists and does not run, unless a script runs in it. */
export interface Container {
  readonly id: string;
  /**
   * Unpacks a tar stream at an existing directory. Existing directories keep their entries.
   *
   * @param options.isSelfContained every directory that holds an entry, the root aside, is in the stream and new to the image:
   *   the engine may take the stream as a layer then, which spares unpacking and packing it again
   */
  putArchive(tar: Readable, path: string, options?: { readonly isSelfContained?: boolean }): Promise<void>;
  /** The content of a file, following symlinks; undefined where there is none. */
  readFile(path: string): Promise<Buffer | undefined>;
  /** What lies at a path, the last symlink not followed. */
  stat(path: string): Promise<PathStat | undefined>;
  /** Starts the container and waits until the script ends. Lines come complete and in order per stream. */
  run(script: Script, onLine: (stream: OutputStream, line: string) => void, signal: AbortSignal): Promise<ScriptResult>;
  /** Makes an image of the container's files, with exactly this config. */
  commit(config: ImageConfig): Promise<ImageId>;
}

/**
 * A container engine. Errors: `ENGINE.UNREACHABLE`, `ENGINE.DISK_FULL`, `ENGINE.FAILED` and those named at the methods.
 */
export interface Engine {
  readonly capabilities: EngineCapabilities;
  readonly images: EngineImages;
  /** Creates a container, hands it over, and removes it whatever happens. */
  withContainer<T>(spec: ContainerSpec, use: (container: Container) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Removes what runs left behind that are dead; returns what was removed, for the reporter. */
  sweep(isDead: (runId: string) => boolean): Promise<readonly string[]>;
}
