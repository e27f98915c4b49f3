import type { Origin } from "../../sdk/errors/origin.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";

/** A build.ts after it has been evaluated. */
export interface LoadedFile {
  /** Absolute path of the file. */
  readonly file: string;
  /** What it describes; valid. */
  readonly graph: BuildGraph;
  /** Names of the environment variables that `env()` read, and whether they were set; values stay out of it. */
  readonly environment: readonly EnvironmentRead[];
  /** Absolute paths of all bundled sources that are not under node_modules. */
  readonly inputs: readonly string[];
}

/** A variable that a build.ts read. */
export interface EnvironmentRead {
  /** Its name. */
  readonly name: string;
  /** Whether it was set; if not, the default was taken. */
  readonly isSet: boolean;
  /** The places in build.ts that read it. */
  readonly where: readonly Origin[];
}

/** What `env()` and `files` in a build.ts see; given by whoever loads the file. */
export interface LoadHost {
  env(name: string): string | undefined;
  /** Content of a committed file; `path` is relative to the folder of build.ts' project. Undefined where there is none. */
  readFile(path: string, origin?: Origin): Buffer | undefined;
  /** Whether there is such a file; without it, `readFile` is asked. */
  exists?(path: string): boolean;
  /** Paths of the committed files that a mask matches, in byte order. */
  glob(mask: string, origin?: Origin): readonly string[];
}
