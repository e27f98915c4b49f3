import type { LiteralPlaces } from "../../sdk/model/literal-places.ts";

/** Positions in a text, counted from 0. */
interface Places {
  readonly at: number;
  readonly items?: readonly Places[];
  readonly members?: Readonly<Record<string, Places>>;
}

/**
 * Where the parts of a call's first argument are written: a value has no line of its own once the file runs, and parsing TypeScript
 * properly would cost more than all the rest of a load. `line` and `column` lead to the call.
 */
export function literalPlaces(
  source: string,
  call: { readonly file: string; readonly line: number; readonly column: number },
): LiteralPlaces | undefined {
  const lineStarts = [0, ...[...source.matchAll(/\n/g)].map((match) => match.index + 1)];
  const start = (lineStarts[call.line - 1] ?? source.length) + call.column - 1;
  const open = source.indexOf("(", start);
  if (open < 0) return undefined;
  const { places } = readValue(source, skipTrivia(source, open + 1));
  return toOrigins(places);

  function toOrigins({ at, items, members }: Places): LiteralPlaces {
    const line = lineStarts.findLastIndex((lineStart) => lineStart <= at);
    return {
      origin: { file: call.file, line: line + 1, column: at - (lineStarts[line] ?? 0) + 1 },
      ...(items === undefined ? {} : { items: items.map(toOrigins) }),
      ...(members === undefined
        ? {}
        : { members: Object.fromEntries(Object.entries(members).map(([name, value]) => [name, toOrigins(value)])) }),
    };
  }
}

interface Read {
  readonly places: Places;
  /** Behind the value: at the comma or bracket that ends it. */
  readonly end: number;
}

/** A value and whatever follows it up to the next comma or closing bracket. */
function readValue(source: string, at: number): Read {
  const literal = source[at] === "[" ? readList(source, at) : source[at] === "{" ? readObject(source, at) : undefined;
  const behind = literal === undefined ? at : skipTrivia(source, literal.end);
  const end = skipExpression(source, behind);
  // `[a].map(…)` is not the list that is written there; `[a] as const` is.
  const isWhole = literal !== undefined && (behind === end || /^(?:as|satisfies)\b/.test(source.slice(behind, end)));
  return { places: isWhole ? literal.places : { at }, end };
}

function readList(source: string, start: number): Read {
  const items: Places[] = [];
  let isKnown = true;
  let at = skipTrivia(source, start + 1);
  while (at < source.length && source[at] !== "]") {
    // How many items `...others` stands for is not written here.
    if (source.startsWith("...", at)) isKnown = false;
    const { places, end } = readValue(source, at);
    if (isKnown) items.push(places);
    at = source[end] === "," ? skipTrivia(source, end + 1) : end;
    if (source[end] !== "," && source[end] !== "]") break;
  }
  return { places: { at: start, items }, end: at + 1 };
}

function readObject(source: string, start: number): Read {
  const members: Record<string, Places> = {};
  let at = skipTrivia(source, start + 1);
  while (at < source.length && source[at] !== "}") {
    const [key = "", quoted, plain = quoted] =
      /^(?:["']([^"'\\]*)["']|([\w$]+))/.exec(source.slice(at, at + 200)) ?? [];
    const colon = skipTrivia(source, at + key.length);
    let end: number;
    if (plain !== undefined && source[colon] === ":") {
      const value = readValue(source, skipTrivia(source, colon + 1));
      members[plain] = value.places;
      end = value.end;
    } else {
      end = skipExpression(source, at);
    }
    at = source[end] === "," ? skipTrivia(source, end + 1) : end;
    if (source[end] !== "," && source[end] !== "}") break;
  }
  return { places: { at: start, members }, end: at + 1 };
}

/** Up to the comma or the closing bracket that ends the expression, past brackets, texts and comments. */
function skipExpression(source: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < source.length) {
    const next = skipTrivia(source, at);
    if (next !== at) {
      at = next;
      continue;
    }
    const character = source[at] ?? "";
    if (depth === 0 && /[,)\]}]/.test(character)) return at;
    if (/[([{]/.test(character)) depth += 1;
    if (/[)\]}]/.test(character)) depth -= 1;
    at = /["'`]/.test(character)
      ? skipText(source, at)
      : startsRegExp(source, at, start)
        ? skipRegExp(source, at)
        : at + 1;
  }
  return at;
}

/** Spaces and comments. */
function skipTrivia(source: string, at: number): number {
  const trivia = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  trivia.lastIndex = at;
  return at + (trivia.exec(source)?.[0].length ?? 0);
}

/** A text in quotes or a template, with the expressions inside it. */
function skipText(source: string, start: number): number {
  const quote = source[start];
  let at = start + 1;
  while (at < source.length && source[at] !== quote) {
    if (source[at] === "\\") at += 2;
    else if (quote === "`" && source.startsWith("${", at)) at = skipExpression(source, at + 2) + 1;
    else at += 1;
  }
  return at + 1;
}

/** A slash divides after a value, and begins a regular expression elsewhere. */
function startsRegExp(source: string, at: number, start: number): boolean {
  if (source[at] !== "/") return false;
  const before = source.slice(start, at).trimEnd();
  return before === "" || /[(,=:[!&|?{};]$/.test(before);
}

function skipRegExp(source: string, start: number): number {
  return start + (/^\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//.exec(source.slice(start))?.[0].length ?? 1);
}
