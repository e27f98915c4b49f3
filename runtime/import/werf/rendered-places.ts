import type { Origin } from "../../../sdk/errors/origin.ts";
import { createLineIndex, type LineIndex, lastNotAfter, type Places } from "../places.ts";
import type { TemplateTree } from "./gotemplate/node.ts";
import {
  type Caller,
  type RenderedPiece,
  type Rendering,
  type RenderScope,
  templateOf,
} from "./gotemplate/rendering.ts";

/** More of those who called would only repeat a recursion. */
const mostPlaces = 10;

/**
 * Where the bytes of a rendered text come from: text from its place in the template, the value of an action from the
 * action, or from inside the template that it includes where the included text is still recognisable.
 *
 * @param file of the template; its beginning is where nothing comes from
 */
export function createRenderedPlaces(rendering: Rendering, file: string): Places {
  const indexes = new Map<string, LineIndex>();
  const originAt = (tree: TemplateTree, offset: number): Origin => {
    // Templates that are defined in one file share its text.
    const key = `${tree.file}\0${tree.text.length}`;
    const index = indexes.get(key) ?? createLineIndex(tree.file, tree.text);
    indexes.set(key, index);
    return index.originAt(offset);
  };
  const starts = new Map<Rendering, readonly number[]>();
  const startsOf = (one: Rendering): readonly number[] => {
    const known = starts.get(one) ?? one.pieces.map(({ start }) => start);
    starts.set(one, known);
    return known;
  };

  const locate = (one: Rendering, offset: number): readonly Origin[] => {
    const piece = one.pieces[lastNotAfter(startsOf(one), offset)];
    if (piece === undefined) return [{ file, line: 1, column: 1 }];
    const { node, scope } = piece;
    const { tree, caller } = templateOf(scope);
    if (node.kind === "text") return [originAt(tree, node.pos + (offset - piece.start)), ...callersOf(caller)];
    const inner = insideCall(one, piece, offset);
    if (inner !== undefined) return locate(inner.call, inner.offset);
    return [originAt(tree, node.tag.start), ...callersOf(caller)];
  };

  const callersOf = (caller: Caller | undefined): readonly Origin[] => {
    const found: Origin[] = [];
    for (let current = caller; current !== undefined && found.length < mostPlaces; current = callerOf(current.scope)) {
      found.push(originAt(templateOf(current.scope).tree, current.node.tag.start));
    }
    return found;
  };

  return { at: (offset) => locate(rendering, Math.min(offset, rendering.text.length)) };
}

function callerOf(scope: RenderScope): Caller | undefined {
  return templateOf(scope).caller;
}

interface InsideCall {
  readonly call: Rendering;
  readonly offset: number;
}

/** The byte of an included text that a byte of an action's value is a copy of: the value may be indented and trimmed. */
function insideCall({ text }: Rendering, piece: RenderedPiece, offset: number): InsideCall | undefined {
  const [call] = piece.calls;
  if (call === undefined || piece.calls.length > 1 || call.text === "") return undefined;
  const value = text.slice(piece.start, piece.end);
  const at = offset - piece.start;
  if (value === call.text) return { call, offset: at };
  return sameLine(value, at, call);
}

function sameLine(value: string, at: number, call: Rendering): InsideCall | undefined {
  const line = lineAround(value, at);
  const content = line.text.trim();
  if (content === "") return undefined;
  const shift = firstLineNumber(value) - firstLineNumber(call.text);
  const number = value.slice(0, line.start).split("\n").length - 1 - shift;
  const start = startOfLine(call.text, number);
  if (start === undefined) return undefined;
  const other = lineAround(call.text, start);
  if (other.text.trim() !== content) return undefined;
  const indent = (text: string): number => text.length - text.trimStart().length;
  const column = Math.max(0, at - line.start - indent(line.text));
  return { call, offset: other.start + indent(other.text) + Math.min(column, content.length - 1) };
}

function lineAround(text: string, at: number): { readonly start: number; readonly text: string } {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return { start, text: text.slice(start, end < 0 ? undefined : end) };
}

/** Of the first line that is not blank. */
function firstLineNumber(text: string): number {
  return text.slice(0, text.search(/\S/)).split("\n").length - 1;
}

function startOfLine(text: string, number: number): number | undefined {
  if (number < 0) return undefined;
  let start = 0;
  for (let line = 0; line < number; line++) {
    start = text.indexOf("\n", start) + 1;
    if (start === 0) return undefined;
  }
  return start;
}
