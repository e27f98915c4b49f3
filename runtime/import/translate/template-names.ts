import { type GoString, toText } from "../werf/gotemplate/go-string.ts";
import type { CommandNode, TemplateTree } from "../werf/gotemplate/node.ts";
import { commandsIn, statementsIn } from "../werf/gotemplate/walk-nodes.ts";

/** The variables of all ranges of a template, without their dollar signs. */
export function rangeVariables({ root }: TemplateTree): ReadonlySet<string> {
  const ranges = [...statementsIn(root)].filter((statement) => statement.kind === "range");
  return new Set(ranges.flatMap(({ pipe }) => pipe.variables.map(plainName)));
}

/**
 * For a template that asks for members of its data by number (`index . 1`): the names of the variables that it puts them in, by the
 * number. Undefined where it never does that.
 */
export function indexedNames({ root }: TemplateTree): ReadonlyMap<number, string> | undefined {
  const found = new Map<number, string>();
  let isIndexed = false;
  for (const statement of statementsIn(root)) {
    if (!("pipe" in statement) || statement.pipe === undefined) continue;
    for (const command of commandsIn(statement.pipe)) {
      const index = indexOfData(command);
      if (index === undefined) continue;
      isIndexed = true;
      const [variable] = statement.pipe.variables;
      const isAll = statement.pipe.commands.length === 1 && statement.pipe.commands[0] === command;
      if (variable !== undefined && isAll) found.set(index, plainName(variable));
    }
  }
  return isIndexed ? found : undefined;
}

/** 1 for `index . 1` and `index $ 1`. */
function indexOfData({ args: [callee, data, key] }: CommandNode): number | undefined {
  if (callee.kind !== "identifier" || callee.name !== "index" || key?.kind !== "number") return undefined;
  const isData = data?.kind === "dot" || (data?.kind === "variable" && data.name === "$" && data.fields.length === 0);
  return isData && key.int !== undefined ? Number(key.int) : undefined;
}

function plainName({ name }: { readonly name: GoString }): string {
  return toText(name).slice(1);
}
