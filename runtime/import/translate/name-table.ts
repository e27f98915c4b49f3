import type { ConstStatement } from "../emit/build-file.ts";
import { isSameCode } from "../emit/code.ts";
import { createConstNames } from "../emit/const-name.ts";
import type { LoopConstants } from "../emit/fold-statements.ts";
import { sdkNames } from "../emit/sdk-names.ts";
import { type GoString, toText } from "../werf/gotemplate/go-string.ts";
import type { TranslatorNames } from "./translator.ts";

/** The names of one file, the same for the same thing however often a template is executed. */
export interface NameTable extends TranslatorNames {
  /** Names for what the loops of one execution make. */
  loopConstants(): LoopConstants;
  /** Of the constant of an image, by its name as it is rendered, or of something else that has one. */
  constantOf(name: string, kind: string): string;
  /** The name of a template's function. */
  functionName(template: GoString): string;
  /** Of a parameter; a loop outside of the function may call its variable the same, one inside of it may not. */
  parameter(key: string, loopsInside: ReadonlySet<string>): string;
  /** Constants for variables of the template. */
  variables(): readonly ConstStatement[];
}

export function createNameTable(): NameTable {
  const fresh = createConstNames(sdkNames);
  const known = new Map<string, string>();
  const variables = new Map<string, ConstStatement>();
  const once = (key: string, text: string, suffix: string): string => {
    const name = known.get(key) ?? fresh.take(text, suffix);
    known.set(key, name);
    return name;
  };
  return {
    loopConstants() {
      // A loop that is executed several times makes several constants.
      const counts = new Map<string, number>();
      return {
        ofLoop({ place, element }, text) {
          const count = (counts.get(place) ?? 0) + 1;
          counts.set(place, count);
          return once(`loop ${place} ${count}`, text, element);
        },
        inLoop: ({ place }, text, index) => once(`in loop ${place} ${index}`, text, "image"),
      };
    },
    constantOf: (name, kind) => once(`${kind} ${name}`, name, kind),
    loopVariable({ pipe, pos }, which) {
      const [first, second] = pipe.variables;
      const variable = which === "element" ? (second ?? first) : second === undefined ? undefined : first;
      const text = variable === undefined ? "" : toText(variable.name).slice(1);
      // Loops that do not name their variable may stand inside each other.
      return once(
        `${which} ${text} ${variable === undefined ? pos : ""}`,
        text,
        which === "element" ? "item" : "index",
      );
    },
    constant(pipe, variable, code) {
      const key = `variable ${pipe.pos} ${variable}`;
      const name = once(key, variable, "value");
      const statement = variables.get(name);
      if (statement !== undefined && !isSameCode(statement.code, code)) return undefined;
      variables.set(name, { comments: [], name, isExported: false, code });
      return name;
    },
    functionName: (template) => once(`function ${template}`, toText(template).replace(/\.tmpl$/, ""), "template"),
    parameter: (key, loopsInside) =>
      loopsInside.has(key) ? once(`parameter ${key}`, key, "value") : once(`element ${key} `, key, "value"),
    variables: () => [...variables.values()],
  };
}
