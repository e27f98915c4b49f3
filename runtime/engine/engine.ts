import type { Readable, Writable } from "node:stream";

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
  /** `os/arch[/variant]`. */
  readonly platform: string;
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

/** What differs from pull to pull. */
export interface PullOptions {
  /** @default the engine's own */
  readonly platform?: string;
  /** In place of the one that is stored for the registry. */
  readonly credential?: RegistryCredential;
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
  /** ONBUILD of the image under a reference; undefined where the engine has none. One cheap call, made where nothing is built, too. */
  triggers(reference: string): Promise<readonly string[] | undefined>;
  /** Fetches from the reference's registry, with `credential` in place of the one that is stored for it. Errors: `ENGINE.IMAGE_NOT_FOUND`, `ENGINE.PULL_FAILED`. */
  pull(
    reference: string,
    onProgress: (progress: TransferProgress) => void,
    signal: AbortSignal,
    options?: PullOptions,
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
  /** Makes an image without a parent from a root file system in a tar stream. `platform`: the engine's own when absent. */
  import(rootfs: Readable, labels: Readonly<Record<string, string>>, platform?: string): Promise<ImageId>;
  tag(id: ImageId, reference: string): Promise<void>;
  /** Makes an image with the layers of another and exactly this config. */
  reconfigure(id: ImageId, config: ImageConfig, about?: ImageAuthorship): Promise<ImageId>;
  /** The image as `docker save` writes it: a tar stream of a config and layers. To be read to its end or destroyed. */
  save(id: ImageId): Promise<Readable>;
  /** Removes a reference, and the image when it was the last; no error when it is gone already. */
  remove(referenceOrId: string): Promise<void>;
}

/**
 * What a container may bring along beside its shell. `ansible`: Ansible and its Python at `/.builder/ansible`, and an empty
 * directory in memory at `/.builder/work`, where every user may write.
 */
export type ToolchainName = "ansible";

export interface ContainerSpec {
  /** For people and for `kept`; images that are made of the container have them, too. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Further labels, which do not tell containers apart that are kept. @default none */
  readonly notes?: Readonly<Record<string, string>>;
  readonly image: ImageId;
  /** Who made it: found again by `sweep` when the run died. */
  readonly runId: string;
  /** For people who list containers, e.g. `app-install`. */
  readonly title: string;
  /** Paths of host sockets or directories, mounted as they are. */
  readonly mounts?: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
  /** Volumes (`EngineVolumes`), mounted for writing. */
  readonly volumes?: readonly { readonly name: string; readonly target: string }[];
  /** Files in memory, there while a script runs or a shell is open; what they hold is visible there alone. */
  readonly secrets?: readonly SecretFile[];
  /** The engine's network mode; its default when absent. */
  readonly network?: string;
  /** `os/arch[/variant]` of the image; the engine's own when absent. */
  readonly platform?: string;
  /** Made where they are missing, which may take a minute. @default none */
  readonly toolchains?: readonly ToolchainName[];
}

/** Lies at `/run/secrets/ID`, readable for user 0 alone. */
export interface SecretFile {
  /** Letters, digits and `. _ -`. */
  readonly id: string;
  readonly content: Buffer;
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
  /** Of a symlink: the absolute path in the container that it leads to in the end, whether there is something or not. */
  readonly leadsTo?: string;
}

/** A container that exists and does not run, unless a script runs in it. */
export interface Container {
  /**
   * Unpacks a tar stream at an existing directory. Existing directories keep their entries.
   *
   * @param options.isSelfContained every directory that holds an entry, the root aside, is in the stream and new to the image:
   *   the engine may take the stream as a layer then, which spares unpacking and packing it again
   * @param options.keepsKinds nothing else takes the place of a directory, nor the reverse: that is `ENGINE.KIND_CONFLICT`
   */
  putArchive(
    tar: Readable,
    path: string,
    options?: { readonly isSelfContained?: boolean; readonly keepsKinds?: boolean },
  ): Promise<void>;
  /**
   * What lies at a path, as a tar stream whose members begin with the last name of the path (`/a/b` gives `b/…`; with `/a/b/.`
   * as path, a last symlink is followed); undefined where there is nothing. To be read to its end or destroyed.
   */
  getArchive(path: string): Promise<Readable | undefined>;
  /** The content of a file, following symlinks; undefined where there is none. */
  readFile(path: string): Promise<Buffer | undefined>;
  /** What lies at a path, the last symlink not followed. */
  stat(path: string): Promise<PathStat | undefined>;
  /** Starts the container and waits until the script ends. Lines come complete and in order per stream. */
  run(script: Script, onLine: (stream: OutputStream, line: string) => void, signal: AbortSignal): Promise<ScriptResult>;
  /**
   * Leaves the container, with its files as they are, to a person until the shell ends; resolves with the shell's exit code.
   * A terminal's keys are the shell's alone; without a terminal, the shell reads its commands from the input.
   */
  openShell(shell: ShellSession, terminal: Terminal, signal: AbortSignal): Promise<number>;
  /** Lets it outlive `withContainer`, for a day: `kept` finds it. One that was kept with the same labels is removed. */
  keep(): void;
  /** Makes an image of the container's files, with exactly this config. */
  commit(config: ImageConfig, about?: ImageAuthorship): Promise<ImageId>;
}

/** A shell for a person: the toolchain's own, as user 0:0 in `/`, whatever the image holds. */
export interface ShellSession {
  /** Exported to it; in nobody's config. */
  readonly env: Readonly<Record<string, string>>;
  /** What the prompt begins with. */
  readonly title: string;
}

/** What a person sits at, or the pipes and files that stand in for it. */
export interface Terminal {
  /** Keys, or what stands in for them. */
  readonly input: Readable;
  /** What a program says. */
  readonly output: Writable;
  /** What a program complains about, where the two are apart. */
  readonly errors: Writable;
  /** Of a real terminal, now; undefined where the input or the output is none. */
  size(): TerminalSize | undefined;
  /** Hands over every key as it is pressed, until the function is called that it returns. */
  takeKeys(onResize: () => void): () => void;
}

/** Of a terminal, in characters. */
export interface TerminalSize {
  /** Its width. */
  readonly columns: number;
  /** Its height. */
  readonly rows: number;
}

/** A container that outlived its run: somebody may want to look into it. */
export interface KeptContainer {
  readonly id: string;
  /** What it was made of. */
  readonly imageId: ImageId;
  readonly labels: Readonly<Record<string, string>>;
  /** When it was kept. */
  readonly keptUnix: number;
}

/** Containers that `Container.keep` has kept; `sweep` removes them after a day. */
export interface KeptContainers {
  /** Newest first. */
  list(): Promise<readonly KeptContainer[]>;
  /** Makes an image without a name of its files, which belongs to a run; the container stays as it is. */
  commit(id: string, runId: string): Promise<ImageId>;
  /** No error when it is gone already. */
  remove(id: string): Promise<void>;
}

/** An image that is run as it is, with its own user, directory, variables and entrypoint. */
export interface ImageRun {
  readonly image: ImageId;
  readonly runId: string;
  readonly title: string;
  /** Instead of the image's CMD; none: the image's own. */
  readonly command: readonly string[];
  /** The engine's network mode; its default when absent. */
  readonly network?: string;
}

/** What an image says of itself outside its config. */
export interface ImageAuthorship {
  readonly author?: string;
  /** What `docker history` says of its last layer. */
  readonly message?: string;
  /** The image does not tell how its layers were made. */
  readonly clearHistory?: boolean;
}

/** Places for files that outlive a container and belong to no image. */
export interface EngineVolumes {
  /** Makes an empty volume of a run, which `sweep` removes when the run has died; returns its name. */
  create(runId: string): Promise<string>;
  /** Makes sure that a volume of this name is there; it stays until somebody removes it. */
  ensure(name: string, labels: Readonly<Record<string, string>>): Promise<void>;
  /** Names of those that carry a label, `NAME=VALUE`. */
  list(label: string): Promise<readonly string[]>;
  /** No error when it is gone already. */
  remove(name: string): Promise<void>;
}

/** A Dockerfile that the engine builds by itself. */
export interface DockerfileBuild {
  /** The context as a tar stream; asked for again when the engine has to be told in another way. */
  readonly context: () => Readable;
  /** Path of the Dockerfile in the context. */
  readonly dockerfile: string;
  /** What it says, where the context does not hold it; takes BuildKit. @default the context holds it */
  readonly dockerfileText?: string;
  /** Paths of the context that are there for the builder alone: no instruction sees them. @default none */
  readonly hidden?: readonly string[];
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  /** `HOST:ADDRESS`. */
  readonly addHost: readonly string[];
  readonly network?: string;
  /** Agents of this machine for `RUN --mount=type=ssh`, as `docker build --ssh` takes them: `default`, `ID=SOCKET`. */
  readonly ssh?: string;
  /** Contents for `RUN --mount=type=secret`, by id. */
  readonly secrets: ReadonlyMap<string, Buffer>;
  /** `os/arch[/variant]`. */
  readonly platform: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Every layer is built anew. @default false */
  readonly noCache?: boolean;
  /** All layers become one; an engine may refuse. @default false */
  readonly squash?: boolean;
  /** Names and passwords for the images that it starts from, by registry as the user wrote it. */
  readonly auths?: ReadonlyMap<string, { readonly username: string; readonly password: string }>;
}

/** An image without a name, or what went wrong with the Dockerfile. */
export type BuiltDockerfile =
  | { readonly kind: "built"; readonly imageId: ImageId }
  | { readonly kind: "failed"; readonly message: string; readonly step?: FailedStep };

/** The instruction that failed, as well as the engine tells it. */
export interface FailedStep {
  /** As the engine prints it; variables may be replaced. */
  readonly text: string;
  /** Name of its stage, `stage-1` for one without; "" where there is only one. */
  readonly stage?: string;
  /** How many of RUN, COPY, ADD and WORKDIR follow in the stage. */
  readonly stepsAfter?: number;
}

/**
 * A container engine. Errors: `ENGINE.UNREACHABLE`, `ENGINE.DISK_FULL`, `ENGINE.FAILED` and those named at the methods.
 */
export interface Engine {
  readonly capabilities: EngineCapabilities;
  readonly images: EngineImages;
  readonly volumes: EngineVolumes;
  /** Hands over a container, which may be created only when it is needed, and removes it whatever happens. */
  withContainer<T>(spec: ContainerSpec, use: (container: Container) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Builds a Dockerfile. Errors: `ENGINE.NO_BUILDKIT`. */
  buildDockerfile(
    build: DockerfileBuild,
    onLine: (stream: OutputStream, line: string) => void,
    signal: AbortSignal,
  ): Promise<BuiltDockerfile>;
  readonly kept: KeptContainers;
  /** Runs an image for a person, with its input and output; resolves with the exit code, and nothing is left. */
  runImage(run: ImageRun, terminal: Terminal, signal: AbortSignal): Promise<number>;
  /** Removes what runs left behind that are dead, and kept containers after a day; returns what was removed, for the reporter. */
  sweep(isDead: (runId: string) => boolean): Promise<readonly string[]>;
}
