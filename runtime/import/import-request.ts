import type { Commit, CompilePathTest } from "../git/repository.ts";
import type { TemplateProbe } from "./werf/gotemplate/probe.ts";

/** What an importer is given: the file, and what lies around it. */
export interface ImportRequest {
  /** Absolute path. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Take everything from wherever the file has it, and files as the work tree has them. */
  readonly looseGiterminism: boolean;
  /** The commit that is built; absent outside of git. */
  readonly commit?: Commit;
  /** What masks mean. */
  readonly matchPaths: CompilePathTest;
  /**
   * The files of the commit, from the folder of the file on.
   *
   * @param mayDiffer whether a file is to be read as the work tree has it
   */
  readonly openFiles: (mayDiffer: (path: string) => boolean) => ImportFiles;
  /** Watches the templates while they are executed. */
  readonly probe?: TemplateProbe;
  /** What the clock and chance give, for a file that is read several times. @default the clock, and chance */
  readonly fixed?: FixedInputs;
}

/** The same at each reading. */
export interface FixedInputs {
  readonly nowMs: number;
  readonly seed: Uint8Array;
}

/** Paths are relative to the folder of the imported file. What is read is remembered: it has to be committed. */
export interface ImportFiles {
  /** The content; undefined where there is no such file, neither in the commit nor beside it. */
  readFile(path: string): Buffer | undefined;
  /** The paths of all files, those that are not committed among them, in byte order. */
  list(): readonly string[];
}
