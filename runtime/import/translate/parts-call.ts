import type { Origin } from "../../../sdk/errors/origin.ts";
import type { Code, LoopRound } from "../emit/code.ts";
import type { ImportedTemplate } from "../imported-file.ts";
import type { GoString } from "../werf/gotemplate/go-string.ts";
import type { ActionNode, TemplateNode } from "../werf/gotemplate/node.ts";
import { placeAt } from "../werf/gotemplate/position.ts";
import { type Caller, type RenderScope, templateOf } from "../werf/gotemplate/rendering.ts";
import { createRenderedPlaces } from "../werf/rendered-places.ts";

/** A call of a template that made parts of the file which have no text to put a word in place of. */
export interface PartsCall {
  readonly template: GoString;
  readonly node: ActionNode | TemplateNode;
  readonly scope: RenderScope;
  readonly code: Code;
  readonly loops: readonly LoopRound[];
}

/** Says whether a byte of a rendered text was made by a call. */
export function createMadeBy({ rendering, root }: ImportedTemplate): (call: PartsCall) => (at: number) => boolean {
  const places = createRenderedPlaces(rendering, root.file);
  return (call) => {
    const [outermost, ...inner] = callersOf(call).toReversed();
    const piece = rendering.pieces.find(({ node, scope }) => node === outermost?.node && scope === outermost.scope);
    const isInPiece = (at: number): boolean => piece !== undefined && at >= piece.start && at < piece.end;
    if (inner.length === 0) return isInPiece;
    // What a template within another made is told by the places that its text comes by.
    const way = callersOf(call).map(({ node, scope }) => {
      const { tree } = templateOf(scope);
      return placeAt(tree.file, tree.text, node.tag.start);
    });
    return (at) => isInPiece(at) && endsWith(places.at(at).slice(1), way);
  };
}

/** The call itself and those around it, from the inside. */
function callersOf(call: Caller): readonly Caller[] {
  const { caller } = templateOf(call.scope);
  return [call, ...(caller === undefined ? [] : callersOf(caller))];
}

function endsWith(places: readonly Origin[], way: readonly Origin[]): boolean {
  const last = places.slice(-way.length);
  return (
    last.length === way.length &&
    last.every(({ file, line, column }, index) => {
      const other = way[index];
      return file === other?.file && line === other.line && column === other.column;
    })
  );
}
