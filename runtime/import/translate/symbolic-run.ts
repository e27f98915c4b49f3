import type { ActionNode, TemplateNode } from "../werf/gotemplate/node.ts";
import { type RenderScope, templateOf } from "../werf/gotemplate/rendering.ts";
import type { FunctionTable } from "./function-table.ts";
import type { HoleTable } from "./hole-table.ts";
import type { LoopTable } from "./loop-table.ts";
import type { Translator } from "./translator.ts";

/** What is asked of one execution of the templates. */
export interface SymbolicRun {
  /** Actions whose text stays as it is, by their {@link placeOf}; `all`: the text is rendered as ever. */
  readonly plain: ReadonlySet<string> | "all";
  /** Which way conditions go, by their code; `asIs`: as their values have it, and nobody is to decide. */
  readonly decisions: ReadonlyMap<string, boolean | "asIs">;
  /** Actions of which it is known whether YAML reads true or false there, by their {@link placeOf}. */
  readonly flags: ReadonlyMap<string, boolean>;
  /** The action whose true or false is written in another way, to see whether that makes a difference. */
  readonly respelled?: string;
}

/** What the words of one execution stand for, and how it is found out. */
export interface SymbolicTables {
  readonly table: HoleTable;
  readonly translator: Translator;
  readonly loops: LoopTable;
  readonly functions: FunctionTable;
}

/** An action, whichever time its file was parsed. */
export function placeOf(node: ActionNode | TemplateNode, scope: RenderScope): string {
  return `${templateOf(scope).tree.file}:${node.pos}`;
}
