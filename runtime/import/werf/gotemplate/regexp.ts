import { RE2JS, RE2JSException } from "re2js";
import { GoFailure } from "./failure.ts";
import { decodeRune, fromText, type GoString, isUtf8, toBytes, toText } from "./go-string.ts";
import type { Meter } from "./meter.ts";

/** A compiled regular expression in Go's syntax, which works on bytes and in linear time. */
export interface Regexp {
  readonly source: GoString;
  /** The matches from left to right, at most so many; a negative count is no limit. */
  findAll(text: GoString, count: number): readonly RegexpMatch[];
  replaceAll(text: GoString, replacement: (match: RegexpMatch) => GoString): GoString;
  /** The number of a named group. */
  groupOf(name: GoString): number | undefined;
}

export interface RegexpMatch {
  readonly start: number;
  readonly end: number;
  /** The texts of the groups, the whole match first; undefined for a group that took no part. */
  readonly groups: readonly (GoString | undefined)[];
}

/** Compiles an expression; throws a GoFailure with Go's wording when it is none. */
export function compileRegexp(source: GoString, meter: Meter): Regexp {
  // A short expression such as (a{1000}){9} becomes a large program.
  meter.step(2000);
  const program = compile(source);
  const names: Readonly<Record<string, number>> = program.namedGroups();
  return {
    source,
    findAll: (text, count) => findAll(program, text, count, meter),
    replaceAll: (text, replacement) => replaceAll(program, text, replacement, meter),
    groupOf: (name) => (Object.hasOwn(names, toText(name)) ? names[toText(name)] : undefined),
  };
}

function compile(source: GoString): RE2JS {
  if (!isUtf8(source)) throw new GoFailure(`error parsing regexp: invalid UTF-8: \`${toText(source)}\``);
  try {
    return RE2JS.compile(toText(source));
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new GoFailure(`regexp: Compile(\`${toText(source)}\`): ${error.message}`);
  }
}

function findAll(program: RE2JS, text: GoString, count: number, meter: Meter): readonly RegexpMatch[] {
  const find = finder(program, text, meter);
  const found: RegexpMatch[] = [];
  let at = 0;
  let previousEnd = -1;
  while (at <= text.length && (count < 0 || found.length < count)) {
    const match = find(at);
    if (match === undefined) break;
    const isEmptyHere = match.end === at;
    // An empty match right behind another one does not count.
    const isAccepted = !isEmptyHere || match.start !== previousEnd;
    at = isEmptyHere ? at + Math.max(1, decodeRune(text, at).size) : match.end;
    previousEnd = match.end;
    if (isAccepted) found.push(match);
  }
  return found;
}

function replaceAll(
  program: RE2JS,
  text: GoString,
  replacement: (match: RegexpMatch) => GoString,
  meter: Meter,
): GoString {
  const find = finder(program, text, meter);
  const parts: GoString[] = [];
  let size = 0;
  let copied = 0;
  for (let at = 0; at <= text.length; ) {
    const match = find(at);
    if (match === undefined) break;
    parts.push(text.slice(copied, match.start));
    if (match.end > copied || match.start === 0) parts.push(replacement(match));
    size += (parts.at(-1)?.length ?? 0) + 32;
    meter.reserve(size + text.length);
    copied = match.end;
    const width = decodeRune(text, at).size;
    at = at + width > match.end ? at + width : Math.max(at + 1, match.end);
    if (width === 0) break;
  }
  parts.push(text.slice(copied));
  return parts.join("");
}

/** Finds the first match from an offset on. */
function finder(program: RE2JS, text: GoString, meter: Meter): (from: number) => RegexpMatch | undefined {
  // Some expressions make the engine walk their whole program for each character.
  meter.step((text.length * (BASE_COST + program.programSize())) / BYTES_PER_STEP);
  const matcher = program.matcher(toBytes(text));
  const groupCount = matcher.groupCount();
  return (from) => {
    meter.step(5);
    meter.checkTime();
    if (!matcher.find(from)) return undefined;
    const groups = Array.from({ length: groupCount + 1 }, (_, index) => {
      const start = matcher.start(index);
      return start < 0 ? undefined : text.slice(start, matcher.end(index));
    });
    return { start: matcher.start(), end: matcher.end(), groups };
  };
}

const BASE_COST = 16;
// How many bytes a program of one instruction matches in the time of a step.
const BYTES_PER_STEP = 64;

/** Go's `regexp.QuoteMeta`. */
export function quoteMeta(text: GoString): GoString {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

/** Fills in the `$1` and `${name}` of a replacement; `$$` is a dollar sign. */
export function expandReplacement(template: GoString, regexp: Regexp, match: RegexpMatch): GoString {
  return template.replace(
    /\$(?:\$|\{([^}]*)\}|([A-Za-z0-9_\x80-\xff]+))?/g,
    (whole, braced?: string, bare?: string) => {
      const name = braced ?? bare;
      if (whole === "$$") return "$";
      if (name === undefined || !/^[A-Za-z0-9_\x80-\xff]+$/.test(name)) return whole;
      const index = /^[0-9]+$/.test(name) && !/^0[0-9]/.test(name) ? Number(name) : regexp.groupOf(fromText(name));
      return (index === undefined ? undefined : match.groups[index]) ?? "";
    },
  );
}
