import { GoFailure } from "../failure.ts";
import { type FunctionMap, fn1, fn2, fn3, type GoFunction, INT, STRING } from "../function.ts";
import type { GoString } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { compileRegexp, expandReplacement, quoteMeta, type RegexpMatch } from "../regexp.ts";
import { STRINGS } from "../type.ts";
import { bool, FALSE, nilSlice, string, strings, type Value } from "../value.ts";

const both = (name: string, must: string, fn: GoFunction): [string, GoFunction][] => [
  [name, fn],
  [must, fn],
];

/** Sprig's regular expressions. Only `regexMatch` forgives an expression that is none. */
export const REGEX: FunctionMap = new Map<string, GoFunction>([
  ["regexMatch", fn2(STRING, STRING, (source, text, { meter }) => forgivingMatch(source, text, meter))],
  ["mustRegexMatch", fn2(STRING, STRING, (source, text, { meter }) => bool(isMatch(source, text, meter)))],
  ...both(
    "regexFind",
    "mustRegexFind",
    fn2(STRING, STRING, (source, text, { meter }) => find(source, text, meter)),
  ),
  ...both(
    "regexFindAll",
    "mustRegexFindAll",
    fn3(STRING, STRING, INT, (source, text, count, { meter }) => findAll(source, text, count, meter)),
  ),
  ...both(
    "regexReplaceAll",
    "mustRegexReplaceAll",
    fn3(STRING, STRING, STRING, (source, text, by, { meter }) => {
      const regexp = compileRegexp(source, meter);
      const expand = (match: RegexpMatch) => {
        meter.step(by.length / 64);
        return expandReplacement(by, regexp, match);
      };
      return string(regexp.replaceAll(text, expand));
    }),
  ),
  ...both(
    "regexReplaceAllLiteral",
    "mustRegexReplaceAllLiteral",
    fn3(STRING, STRING, STRING, (source, text, by, { meter }) =>
      string(compileRegexp(source, meter).replaceAll(text, () => by)),
    ),
  ),
  ...both(
    "regexSplit",
    "mustRegexSplit",
    fn3(STRING, STRING, INT, (source, text, count, { meter }) => split(source, text, count, meter)),
  ),
  ["regexQuoteMeta", fn1(STRING, (text) => string(quoteMeta(text)))],
]);

function isMatch(source: GoString, text: GoString, meter: Meter): boolean {
  return compileRegexp(source, meter).findAll(text, 1).length > 0;
}

function forgivingMatch(source: GoString, text: GoString, meter: Meter): Value {
  try {
    return bool(isMatch(source, text, meter));
  } catch (error) {
    if (error instanceof GoFailure) return FALSE;
    throw error;
  }
}

function find(source: GoString, text: GoString, meter: Meter): Value {
  return string(compileRegexp(source, meter).findAll(text, 1)[0]?.groups[0] ?? "");
}

function findAll(source: GoString, text: GoString, count: number, meter: Meter): Value {
  const matches = compileRegexp(source, meter).findAll(text, count);
  return matches.length === 0 ? nilSlice(STRINGS) : strings(matches.map(({ groups }) => groups[0] ?? ""));
}

/** Go's `Regexp.Split`. */
function split(source: GoString, text: GoString, count: number, meter: Meter): Value {
  const regexp = compileRegexp(source, meter);
  if (count === 0) return nilSlice(STRINGS);
  if (source !== "" && text === "") return strings([""]);
  const parts: GoString[] = [];
  let start = 0;
  let end = 0;
  for (const match of regexp.findAll(text, count)) {
    if (count > 0 && parts.length === count - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(start, end));
    start = match.end;
  }
  if (end !== text.length) parts.push(text.slice(start));
  return strings(parts);
}
