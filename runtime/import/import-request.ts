import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { Commit, CompilePathTest } from "../git/repository.ts";
import type { ImportReportEntry } from "./imported-file.ts";
import type { TemplateProbe } from "./werf/gotemplate/probe.ts";
import type { YamlDocument } from "./yaml-tree.ts";

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
  /** What earlier readings of the same file made of the texts that it was rendered to. @default nobody remembers */
  readonly known?: KnownTexts;
}

/** Most environments render a file to the same text, and to read it takes longer than to render it. */
export type KnownTexts = Map<string, ReadText>;

/** What one rendered text says. */
export interface ReadText {
  readonly graph: BuildGraph;
  readonly documents: readonly YamlDocument[];
  readonly report: readonly ImportReportEntry[];
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
