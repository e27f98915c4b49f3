import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import { type Code, commented, list, literal, type RecordMember } from "../emit/code.ts";
import { createFilePlaces } from "../places.ts";
import { readYaml } from "../read-yaml.ts";
import { fromText, type GoString, toText } from "../werf/gotemplate/go-string.ts";
import type { YamlDocument, YamlNode } from "../yaml-tree.ts";

/** What a template rendered, where it is a piece of YAML that a function can return. */
export interface TemplateFragment {
  /** `text`: a piece of one line; `texts`: items of a list; `members`: names with texts. */
  readonly kind: FragmentKind;
  /** What the function returns. */
  readonly body: Code;
  /** The same piece of YAML with nothing but a word in it. */
  standIn(word: string): GoString;
}

export type FragmentKind = "text" | "texts" | "members";

/** @param known - What the template was seen to be: what renders to nothing tells nothing. */
export function readFragment(
  text: GoString,
  toCode: (text: string) => Code,
  known: FragmentKind | undefined,
): TemplateFragment | undefined {
  const [prefix, suffix] = spaceAround(text);
  const place = (content: string): GoString => prefix + fromText(content) + suffix;
  if (text.trim() === "") return known === undefined ? undefined : emptyFragment(known, text);
  const document = parse(text);
  if (document?.root === undefined) return undefined;
  const { root, comments } = document;
  if (root.kind === "scalar") {
    if (comments.length > 0 || text.trim().includes("\n")) return undefined;
    return { kind: "text", body: toCode(toText(text.trim())), standIn: place };
  }
  if (root.kind === "list") {
    const items = root.items.map((item) => textOf(item, "string", toCode));
    if (items.some((item) => item === undefined)) return undefined;
    const above = commentsBefore(root.items, document);
    const body = list(
      items.flatMap((item, index) => (item === undefined ? [] : [commented(above[index] ?? [], item)])),
    );
    return { kind: "texts", body, standIn: (word) => place(`- ${word}`) };
  }
  const members = root.entries.map(({ key, value }): RecordMember | undefined => {
    const content = textOf(value, "any", toCode);
    return content && { key: toCode(key.text), value: content };
  });
  const given = members.filter((member) => member !== undefined);
  if (given.length < members.length || comments.length > 0) return undefined;
  return {
    kind: "members",
    body: { kind: "record", members: given },
    standIn: (word) => place(`${word}: ${word}`),
  };
}

/** Where nothing is rendered the function returns nothing, and the word stands where the text would. */
function emptyFragment(kind: FragmentKind, text: GoString): TemplateFragment | undefined {
  if (kind === "text") return { kind, body: literal(""), standIn: (word) => fromText(word) };
  const content = (word: string): string => (kind === "texts" ? `- ${word}` : `${word}: ${word}`);
  const body: Code = kind === "texts" ? list([]) : { kind: "record", members: [] };
  // Without a line of its own nobody knows how far it is to be indented.
  return /\n *$/.test(text) ? { kind, body, standIn: (word) => text + fromText(`${content(word)}\n`) } : undefined;
}

function spaceAround(text: GoString): readonly [string, string] {
  const prefix = /^\s*/.exec(text)?.[0] ?? "";
  return [prefix, text.slice(prefix.length + text.trim().length)];
}

function parse(text: GoString): YamlDocument | undefined {
  try {
    return readYaml({ text, start: 0, end: text.length, places: createFilePlaces("", text) });
  } catch (error) {
    if (isBuilderError(error)) return undefined;
    throw error;
  }
}

function textOf(node: YamlNode, type: "string" | "any", toCode: (text: string) => Code): Code | undefined {
  if (node.kind !== "scalar" || node.type === "null") return undefined;
  return type === "any" || node.type === type ? toCode(node.text) : undefined;
}

/** The comments of a list, at the item that they stand above or beside. */
function commentsBefore(items: readonly YamlNode[], { comments }: YamlDocument): readonly (readonly string[])[] {
  const found = items.map((): string[] => []);
  for (const { start, text, isOwnLine } of comments) {
    const next = isOwnLine ? items.findIndex((item) => item.start > start) : -1;
    const before = items.findLastIndex((item) => item.start <= start);
    found[next >= 0 ? next : Math.max(before, 0)]?.push(text.replace(/^ /, ""));
  }
  return found;
}
