import { spread } from "../emit/code.ts";
import { foldCode } from "../emit/fold-code.ts";
import { type GoString, toText } from "../werf/gotemplate/go-string.ts";
import type { ActionNode, TemplateNode } from "../werf/gotemplate/node.ts";
import { type RenderScope, templateOf } from "../werf/gotemplate/rendering.ts";
import { commonBody } from "./common-body.ts";
import type { PartsCall } from "./parts-call.ts";
import { placeOf, type SymbolicRun, type SymbolicTables } from "./symbolic-run.ts";
import { readFragment, type TemplateFragment } from "./template-fragment.ts";
import { isWritten, writtenTemplate } from "./written-template.ts";

/** What one execution has shown of the functions. */
export interface FunctionFindings {
  /** What the functions that were called return, by the template. */
  readonly bodies: ReadonlyMap<GoString, TemplateFragment>;
  /** Calls of functions that return a section of an image, or an image. */
  readonly parts: readonly PartsCall[];
}

/** The calls of templates that become functions, while they are executed. */
export interface FunctionCalls {
  /**
   * A word for the call in place of what a template rendered. Undefined where its text stays: it is no function, or one that returns
   * what no word can stand for.
   */
  take(
    text: GoString,
    node: ActionNode | TemplateNode,
    scope: RenderScope,
  ): { readonly word: string; readonly text: GoString } | undefined;
  /** What is neither printed as it is nor left alone has no parameters in it: the templates around such a place are no functions. */
  giveUpAround(scope: RenderScope): void;
  readonly findings: FunctionFindings;
}

export function createFunctionCalls(
  run: SymbolicRun,
  { table, translator, loops, functions }: SymbolicTables,
): FunctionCalls {
  const parts: PartsCall[] = [];
  const bodies = new Map<GoString, TemplateFragment>();
  const start = functions.version();

  const take: FunctionCalls["take"] = (text, node, scope) => {
    const called = writtenTemplate(node);
    if (called === undefined || run.plain === "all" || !isWritten(scope) || !functions.isFunction(called))
      return undefined;
    if (run.plain.has(placeOf(node, scope))) functions.refuseFragment(called);
    const data = translator.argumentOf({ node, scope }, called);
    const code = data && functions.callOf(called, data);
    const rounds = code && loops.roundsOf(code, scope);
    if (code !== undefined && rounds !== undefined && !functions.isFragment(called)) {
      parts.push({ template: called, node, scope, code, loops: rounds });
      return undefined;
    }
    const read = rounds && readFragment(text, table.toCode, functions.kindOf(called));
    const fragment = read && withKnown(called, read);
    if (code === undefined || rounds === undefined || fragment === undefined) {
      // Where parameters have turned up meanwhile, what was executed before them knows nothing of them.
      if (functions.version() === start) functions.refuseFragment(called);
      return undefined;
    }
    bodies.set(called, fragment);
    functions.setKind(called, fragment.kind);
    const value = table.toText(toText(text.trim()));
    const word = table.wordFor({
      kind: "hole",
      code: fragment.kind === "text" ? code : spread(code),
      loops: rounds,
      value,
    });
    return { word, text: fragment.standIn(word) };
  };

  /** With what earlier calls have shown of it. */
  const withKnown = (called: GoString, fragment: TemplateFragment): TemplateFragment | undefined => {
    const known = bodies.get(called);
    const own = foldCode(fragment.body);
    const body = known === undefined ? own : known.kind === fragment.kind ? commonBody(known.body, own) : undefined;
    return body && { ...fragment, body };
  };

  const giveUpAround = (scope: RenderScope): void => {
    const { tree, caller } = templateOf(scope);
    if (caller === undefined) return;
    functions.inline(tree.name);
    if (writtenTemplate(caller.node) !== undefined) giveUpAround(caller.scope);
  };

  return { take, giveUpAround, findings: { bodies, parts } };
}
