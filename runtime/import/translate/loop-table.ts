import type { Code, Loop, LoopRound } from "../emit/code.ts";
import { collectNames } from "../emit/walk-code.ts";
import type { BranchNode } from "../werf/gotemplate/node.ts";
import { type BranchScope, type RenderScope, templateOf } from "../werf/gotemplate/rendering.ts";
import type { Meaning } from "./meaning.ts";
import { inOrderOfKeys, toCode } from "./meaning.ts";
import type { Translator, TranslatorFunctions, TranslatorNames } from "./translator.ts";

/** The loops that were executed. */
export interface LoopTable {
  /**
   * The loops around a place on whose variables a code depends, and the round of each; undefined where one of them cannot be
   * written as a loop.
   */
  roundsOf(code: Code, scope: RenderScope): readonly LoopRound[] | undefined;
}

export function createLoopTable(
  names: Pick<TranslatorNames, "loopVariable">,
  translator: Translator,
  { isFunction }: Pick<TranslatorFunctions, "isFunction">,
): LoopTable {
  const known = new Map<RenderScope, Map<BranchNode<"range">, LoopRecord | undefined>>();
  let count = 0;

  const loopAt = (range: BranchNode<"range">, { parent, iteration = 0 }: BranchScope): LoopRecord | undefined => {
    const inScope = known.get(parent) ?? new Map<BranchNode<"range">, LoopRecord | undefined>();
    known.set(parent, inScope);
    if (!inScope.has(range)) inScope.set(range, describe(range, parent));
    const record = inScope.get(range);
    if (record !== undefined) record.rounds = Math.max(record.rounds, iteration + 1);
    return record;
  };

  const describe = (range: BranchNode<"range">, parent: RenderScope): LoopRecord | undefined => {
    const meaning = translator.meaningOf(range.pipe, range, parent);
    const over = meaning && overCode(meaning);
    if (meaning === undefined || over === undefined) return undefined;
    return {
      id: count++,
      place: `${templateOf(parent).tree.file}:${range.pos}`,
      ...over,
      ...variablesOf(meaning, range),
      rounds: 0,
    };
  };

  /** What goes through paths has the path in each round; the content is read by it. */
  const variablesOf = (meaning: Meaning, range: BranchNode<"range">): Pick<Loop, "element" | "key"> => {
    const [element, key] = [names.loopVariable(range, "element"), names.loopVariable(range, "key")];
    return meaning.kind === "files" ? { element: key, key: element } : { element, key };
  };

  return {
    roundsOf(code, scope) {
      const used = new Set<string>();
      collectNames(code, used);
      const rounds: LoopRound[] = [];
      for (const branch of branchesAround(scope, isFunction)) {
        if (branch.node.kind !== "range" || branch.taken !== "body") continue;
        const loop = loopAt(branch.node, branch);
        const variables = [names.loopVariable(branch.node, "element"), names.loopVariable(branch.node, "key")];
        if (!variables.some((variable) => used.has(variable))) continue;
        if (loop === undefined) return undefined;
        rounds.push({ loop, round: branch.iteration ?? 0 });
        // The list of an inner loop may be made of the variable of an outer one.
        collectNames(loop.over, used);
      }
      return rounds;
    },
  };
}

/** While the loop runs its rounds are counted. */
interface LoopRecord extends Loop {
  rounds: number;
}

function overCode(meaning: Meaning): Pick<Loop, "over" | "shape"> | undefined {
  const over = toCode(inOrderOfKeys(meaning));
  if (over === undefined) return undefined;
  if (meaning.kind !== "dict") return { over, shape: "list" };
  const object: Code = { kind: "member", object: { kind: "name", name: "Object" }, property: "entries" };
  return { over: { kind: "call", callee: object, args: [over] }, shape: "record" };
}

/** The branches around a place, the innermost first, those around the calls that led to it included: as far as the function goes. */
function* branchesAround(scope: RenderScope, isFunction: TranslatorFunctions["isFunction"]): Generator<BranchScope> {
  let current: RenderScope | undefined = scope;
  while (current !== undefined) {
    if (current.kind === "branch") {
      yield current;
      current = current.parent;
    } else {
      const { tree, caller } = templateOf(current);
      if (isFunction(tree.name)) return;
      current = caller?.scope;
    }
  }
}
