import type { FunctionParameter } from "../emit/build-file.ts";
import { type Code, member, name } from "../emit/code.ts";
import type { TemplateTree } from "../werf/gotemplate/node.ts";
import { type DictMeaning, dynamic, type ListMeaning, type Meaning } from "./meaning.ts";
import { indexedNames } from "./template-names.ts";
import { typeText } from "./type-text.ts";

/** The parameters of the function that a template becomes, by what of its data they are. */
export interface DataParameters {
  readonly known: ReadonlyMap<string, FunctionParameter>;
  /** The name of the parameter. */
  declare(key: string, type: string): string;
}

/** What a template is called with, seen from both sides. */
export interface BoundData {
  /** The data in terms of the parameters. */
  readonly inside: Meaning;
  /** What the call hands to each parameter, by its name. */
  readonly args: ReadonlyMap<string, Meaning>;
}

/**
 * Makes parameters of data: the members of a dict, the items of a tuple whose template asks for them by number, or the whole. What werf
 * itself hands to a configuration is the same everywhere and needs none.
 */
export function bindData(tree: TemplateTree, data: Meaning, parameters: DataParameters): BoundData {
  const args = new Map<string, Meaning>();

  const bind = (key: string, meaning: Meaning): Meaning => {
    if (meaning.kind === "root" || meaning.kind === "root-files" || meaning.kind === "files") return meaning;
    const type = typeText(meaning);
    if (type === undefined) return meaning.kind === "dict" ? members(meaning, key) : meaning;
    const parameter = parameters.declare(key, type);
    args.set(parameter, meaning);
    const held = heldBy(name(parameter), meaning);
    return held.kind === "dict" ? { ...held, isOpen: parameters.known.get(key)?.type === openRecord } : held;
  };

  const members = ({ entries }: DictMeaning, path: string): Meaning => {
    const bound = [...entries].map(([key, value]): [string, Meaning] => [key, bind(`${path} ${key}`.trim(), value)]);
    return { kind: "dict", entries: new Map([...missing(parameters, path), ...bound]) };
  };

  const inside = (): Meaning => {
    if (data.kind === "dict" && data.holder === undefined) return members(data, "");
    const positions = data.kind === "list" ? indexedNames(tree) : undefined;
    if (data.kind !== "list" || positions === undefined) return bind("value", data);
    return {
      kind: "list",
      items: data.items.map((item, index) => bind(positions.get(index) ?? `value ${index + 1}`, item)),
    };
  };
  return { inside: inside(), args };
}

/** The type of a parameter that gets other names in each call. */
const openRecord = "Record<string, string>";

/** What other calls give and this one may not: it is empty then. */
function missing({ known }: DataParameters, path: string): readonly [string, Meaning][] {
  if (path !== "") return [];
  return [...known].flatMap(([key, { name: parameter, type }]): [string, Meaning][] => {
    if (isPlain(type)) return [[key, dynamic(type, name(parameter))]];
    return type.endsWith("[]") ? [[key, { kind: "list", items: [], holder: name(parameter) }]] : [];
  });
}

function isPlain(type: string): type is "string" | "number" | "boolean" {
  return type === "string" || type === "number" || type === "boolean";
}

/** A value that a parameter, or a member of one, holds. */
function heldBy(holder: Code, meaning: Meaning): Meaning {
  switch (meaning.kind) {
    case "code":
      return dynamic(meaning.type, holder);
    case "list":
      return { ...meaning, holder } satisfies ListMeaning;
    case "dict":
      return {
        kind: "dict",
        entries: new Map([...meaning.entries].map(([key, value]) => [key, heldBy(member(holder, key), value)])),
        holder,
      };
    default:
      return meaning;
  }
}
