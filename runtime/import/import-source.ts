import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { PlannedDigests } from "../build/plan-digests.ts";
import type { LoadHost } from "../load/loaded-file.ts";
import type { ImportedFile } from "./imported-file.ts";
import type { TemplateProbe } from "./werf/gotemplate/probe.ts";

/** Values of environment variables that count more than those of the process; undefined: not set. */
export type EnvironmentChanges = Readonly<Record<string, string | undefined>>;

/** A file of another tool, which can be read any number of times. */
export interface ImportSource {
  /** Errors: those of the importer. */
  read(how: { readonly changes?: EnvironmentChanges; readonly probe?: TemplateProbe }): Promise<ImportedFile>;
  /** What a build.ts in the same folder sees. */
  host(changes: EnvironmentChanges): LoadHost;
  /** The digests of a graph's stages in the commit of the file; absent where they need not be compared. */
  readonly digestsOf?: (graph: BuildGraph) => Promise<PlannedDigests>;
  /** Whether a variable that is not set is nothing rather than an error. */
  readonly allowsUnsetEnv: boolean;
}
