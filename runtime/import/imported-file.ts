import type { Origin } from "../../sdk/errors/origin.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { LoadedFile } from "../load/loaded-file.ts";
import type { TemplateTree } from "./werf/gotemplate/node.ts";
import type { Rendering } from "./werf/gotemplate/rendering.ts";
import type { YamlDocument } from "./yaml-tree.ts";

/** What an importer makes of a file of another tool. It serves as a loaded build.ts wherever one is wanted. */
export interface ImportedFile extends LoadedFile {
  readonly format: "werf" | "wercker";
  /** The graph that a build.ts of the same meaning gives, its origins in the imported file. */
  readonly graph: BuildGraph;
  /** In the order of the file. */
  readonly report: readonly ImportReportEntry[];
  /** The files that were read, the imported one first. */
  readonly sources: readonly ImportedSource[];
  /** In the order of the file; absent where the file is a template, whose documents have their own. */
  readonly comments?: readonly ImportedComment[];
  /** How the text that was read as YAML came about; absent where the file is no template. */
  readonly template?: ImportedTemplate;
}

/** One thing that the file says, and what became of it. */
export interface ImportReportEntry {
  /**
   * `translated`: means the same; `approximated`: means nearly the same, the message says where it differs; `left-out`: has no
   * effect on builds, or none that builder could give it.
   */
  readonly kind: "translated" | "approximated" | "left-out";
  /** The directive as it is written, such as `docker.CMD` or `deploy`. */
  readonly what: string;
  /** The image or pipeline that it belongs to. */
  readonly of?: string;
  /** What it became, how it differs, or why it is left out and what to do about it. One sentence. */
  readonly message: string;
  readonly where: readonly Origin[];
}

/** A comment of the imported file. */
export interface ImportedComment {
  readonly file: string;
  readonly line: number;
  /** Without its `#`. */
  readonly text: string;
  /** Whether nothing else stands on its line: it speaks of what follows, and of what is before it otherwise. */
  readonly isOwnLine: boolean;
}

/** A file that an importer read. */
export interface ImportedSource {
  /** As origins name it: relative to the folder of the imported file. */
  readonly file: string;
  /** `config`: the imported file itself, `template`: one beside it, `data`: read by a template, `giterminism`: the permissions. */
  readonly role: "config" | "template" | "data" | "giterminism";
  readonly content: Uint8Array;
}

/** A rendered template: enough to write code that renders the same. */
export interface ImportedTemplate {
  /** The tree of the imported file itself; `define`s inside it have trees of their own among the others. */
  readonly root: TemplateTree;
  /** All templates of the set by name, also those that nobody called. */
  readonly trees: readonly TemplateTree[];
  /** The text that was read as YAML, with the node that made each part of it. */
  readonly rendering: Rendering;
  /** What `env` was asked for, each name once, and the values that it gave. */
  readonly env: readonly { readonly name: string; readonly value: string | undefined }[];
  /** What the rendered text says, one for each document that is not empty; places are bytes of the rendered text. */
  readonly documents: readonly YamlDocument[];
}
