import type { Readable } from "node:stream";
import type {
  ContainerSpec,
  Healthcheck,
  ImageAuthorship,
  ImageConfig,
  ImageId,
  OutputStream,
  Terminal,
} from "./engine.ts";

/** A port of a container, and where it is opened on the host. */
export interface PortBinding {
  /** `80/tcp`. */
  readonly containerPort: string;
  /** All addresses when absent. */
  readonly hostIp?: string;
  /** Any free one when absent. */
  readonly hostPort?: string;
}

/** A container that lives as long as a pipeline does. */
export interface BoxSpec {
  readonly image: ImageId;
  /** Who made it: found again by `sweep` when the run died. */
  readonly runId: string;
  /** Name of the container, unique on the engine. */
  readonly name: string;
  /** What it is the box of, `PROJECT/PIPELINE`: `Boxes.find` goes by it. */
  readonly subject?: string;
  /** Left behind, stopped, when the work is done; `sweep` removes it after a day. @default false */
  readonly keep?: boolean;
  /** The image's own when absent. */
  readonly cmd?: readonly string[];
  /** The image's own when absent. */
  readonly entrypoint?: readonly string[];
  /** The image's own when absent. */
  readonly workdir?: string;
  /** The image's own when absent. */
  readonly user?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Like `env`, but not visible in what the engine shows of the container. Needs `tools`. */
  readonly secretEnv: Readonly<Record<string, string>>;
  readonly mounts: NonNullable<ContainerSpec["mounts"]>;
  /** Ports that are opened on the host. */
  readonly ports: readonly PortBinding[];
  /** Ports that others on its network may use, besides those that its image names: `5432/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly network?: { readonly name: string; readonly aliases: readonly string[] };
  /** Mounts the engine's socket where the host has it, and gives the container all rights that the engine can give. */
  readonly engineAccess: boolean;
  /** Whether its program reads what is written to it. */
  readonly interactive: boolean;
  /** Whether builder's own shell and tools are mounted at `/.builder`. */
  readonly tools: boolean;
}

/** What the engine says about a container. */
export interface BoxState {
  readonly running: boolean;
  readonly exitCode: number;
  /** On its network; "" while it does not run. */
  readonly address: string;
  /** Of the container: its image's, with what the spec added. */
  readonly env: Readonly<Record<string, string>>;
  /** `5432/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly healthcheck?: Healthcheck;
  readonly user: string;
  /** Ports that are open on the host. */
  readonly published: readonly PortBinding[];
}

/** The connection to a container that runs. */
export interface BoxConnection {
  /** To its program's input. */
  write(text: string): void;
  /** Resolves when the container has ended or the connection was closed; rejects when the engine went away. */
  readonly ended: Promise<void>;
  close(): void;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

/** A program that a person talks to. */
export interface TerminalProgram {
  readonly command: readonly string[];
  /** Typed in before the person is heard. */
  readonly input: string;
}

/** A container of a pipeline. */
export interface Box {
  readonly id: string;
  /** What it was made of. */
  readonly image: ImageId;
  readonly name: string;
  /**
   * Starts it, from anew where it has run before, with everything that it says from the first byte on. It has to wait with its output while
   * a promise that `onOutput` returns is pending.
   */
  start(onOutput: (stream: OutputStream, bytes: Buffer) => void | Promise<void>): Promise<BoxConnection>;
  /** Ends all of its processes at once. */
  kill(): Promise<void>;
  /** The exit code of its program; waits for its end. */
  exitCode(signal: AbortSignal): Promise<number>;
  state(): Promise<BoxState>;
  /** Unpacks a tar stream at an existing directory, also while it runs. */
  putArchive(tar: Readable, path: string): Promise<void>;
  /** A path with all below it as a tar stream, its own name first; undefined where there is none. Also after its end. */
  getArchive(path: string): Promise<Readable | undefined>;
  /** Runs another program in it; stdout and stderr come together. */
  exec(command: readonly string[], signal: AbortSignal): Promise<ExecResult>;
  /** Opens a program beside its own for the person at a terminal; resolves with its exit code. */
  openTerminal(program: TerminalProgram, terminal: Terminal, signal: AbortSignal): Promise<number>;
  /** Makes an image of its files, with exactly the config that `change` makes of that of the container. */
  commit(change: (config: ImageConfig) => ImageConfig, about?: ImageAuthorship): Promise<ImageId>;
}

/** A box that another run has started. */
export interface FoundBox {
  readonly box: Box;
  readonly isRunning: boolean;
}

/** The containers and networks of pipelines. Errors: `ENGINE.*`. */
export interface Boxes {
  /** How a program on this machine reaches the engine, as DOCKER_HOST says it. */
  readonly address: string;
  /** Makes a network, hands over its name, and removes it whatever happens. */
  withNetwork<T>(spec: { readonly runId: string; readonly name: string }, use: () => Promise<T>): Promise<T>;
  /** Creates a container, hands it over, and removes it whatever happens, with the volumes that are its own. */
  withBox<T>(spec: BoxSpec, use: (box: Box) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** The box of a pipeline that runs, or else the newest that was kept; it is not removed. */
  find(subject: string): Promise<FoundBox | undefined>;
}
