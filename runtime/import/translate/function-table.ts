import type { FunctionParameter } from "../emit/build-file.ts";
import { type Code, call, name } from "../emit/code.ts";
import type { GoString } from "../werf/gotemplate/go-string.ts";
import type { TemplateTree } from "../werf/gotemplate/node.ts";
import { bindData, type DataParameters } from "./bind-data.ts";
import { inOrderOfKeys, type Meaning, toCode } from "./meaning.ts";
import type { NameTable } from "./name-table.ts";
import type { FragmentKind } from "./template-fragment.ts";
import { rangeVariables } from "./template-names.ts";
import type { TranslatorFunctions } from "./translator.ts";

/** The templates that become functions, as far as executing them has shown what they are called with. */
export interface FunctionTable extends TranslatorFunctions {
  /** Writes a template in the places of its calls from now on: it cannot be a function. */
  inline(template: GoString): void;
  /** `add({ tag: … })` for data in terms of the place of the call; undefined where that cannot be written. */
  callOf(template: GoString, data: Meaning): Code | undefined;
  /** The name of the function that a template becomes. */
  nameOf(template: GoString): string;
  /** Whether a template may return a piece of text, and not only a part of the file. */
  isFragment(template: GoString): boolean;
  /** What a template renders is no piece of text that can be returned: it is a part of the file, or no function. */
  refuseFragment(template: GoString): void;
  /** What a template was seen to render. */
  kindOf(template: GoString): FragmentKind | undefined;
  setKind(template: GoString, kind: FragmentKind): void;
  /** In the order in which they were met. */
  parametersOf(template: GoString): readonly FunctionParameter[];
  /** Grows when something turns out that was not known before: what was made until then is to be made again. */
  version(): number;
}

interface TemplateRecord {
  readonly parameters: Map<string, FunctionParameter>;
  /** Known once something in it was executed. */
  tree?: TemplateTree;
  kind?: FragmentKind;
  isFragment: boolean;
  isInlined: boolean;
}

export function createFunctionTable(
  names: Pick<NameTable, "functionName" | "parameter">,
  isEnabled: boolean,
): FunctionTable {
  const records = new Map<GoString, TemplateRecord>();
  let version = 0;
  const recordOf = (template: GoString): TemplateRecord => {
    const record = records.get(template) ?? { parameters: new Map(), isFragment: true, isInlined: !isEnabled };
    records.set(template, record);
    return record;
  };
  const inline = (template: GoString): void => {
    const record = recordOf(template);
    if (!record.isInlined) version++;
    record.isInlined = true;
  };

  const parametersOf = (tree: TemplateTree): DataParameters => {
    const { parameters } = recordOf(tree.name);
    return {
      known: parameters,
      declare(key, type) {
        const known = parameters.get(key);
        const merged = known === undefined ? type : commonType(known.type, type);
        if (merged === undefined) inline(tree.name);
        const parameter = {
          name: known?.name ?? names.parameter(key, rangeVariables(tree)),
          type: merged ?? type,
        };
        if (known?.type !== parameter.type) version++;
        parameters.set(key, parameter);
        return parameter.name;
      },
    };
  };

  return {
    inline,
    isFunction: (template) => !recordOf(template).isInlined,
    inside(tree, data) {
      const record = recordOf(tree.name);
      if (record.isInlined) return data;
      record.tree = tree;
      return bindData(tree, data, parametersOf(tree)).inside;
    },
    callOf(template, data) {
      const { tree } = recordOf(template);
      const given = tree === undefined ? [] : [...bindData(tree, data, parametersOf(tree)).args];
      const members = given.flatMap(([parameter, meaning]) => {
        const value = toCode(inOrderOfKeys(meaning));
        return value === undefined ? [] : [{ key: { kind: "literal", value: parameter } as const, value }];
      });
      if (members.length < given.length) return undefined;
      return call(name(names.functionName(template)), { kind: "record", members });
    },
    isFragment: (template) => recordOf(template).isFragment,
    refuseFragment(template) {
      const record = recordOf(template);
      if (!record.isFragment) return;
      record.isFragment = false;
      version++;
    },
    kindOf: (template) => recordOf(template).kind,
    setKind: (template, kind) => {
      recordOf(template).kind = kind;
    },
    nameOf: (template) => names.functionName(template),
    parametersOf: (template) => [...recordOf(template).parameters.values()],
    version: () => version,
  };
}

const ofTexts = /^(?:\{ (?:[\w"]+: string(?:; )?)* \}|Record<string, string>)$/;

const emptyList = "readonly never[]";

/** What both are; undefined where nothing but a union would do. */
function commonType(a: string, b: string): string | undefined {
  if (a === b || (b === emptyList && a.endsWith("[]"))) return a;
  if (a === emptyList && b.endsWith("[]")) return b;
  return ofTexts.test(a) && ofTexts.test(b) ? "Record<string, string>" : undefined;
}
