import { parseFloat64, parseInt64, parseUint64 } from "../fmt/parse-number.ts";
import type { GoString } from "../go-string.ts";
import { UINT64 } from "../type.ts";
import { FALSE, float, int, integer, NIL, string, TRUE, type Value } from "../value.ts";

const WORDS: ReadonlyMap<GoString, Value> = new Map<GoString, Value>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, TRUE] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, FALSE] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, NIL] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, float(Number.NaN)] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, float(Infinity)] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, float(-Infinity)] as const),
]);

/** What a plain scalar of YAML 1.1 is to yaml.v2: `yes` is true, `0644` is 420, a date stays text. */
export function resolvePlain(text: GoString): Value {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charAt(0);
  if (first === ".") return numberOr(parseFloat64(text), text);
  if (!/[+\-0-9]/.test(first) || isTimestamp(text)) return string(text);
  return resolveNumber(text);
}

function resolveNumber(text: GoString): Value {
  const plain = text.replaceAll("_", "");
  const whole = parseInt64(plain, 0);
  if (whole !== undefined) return int(whole);
  const unsigned = parseUint64(plain, 0);
  if (unsigned !== undefined) return integer(UINT64, unsigned);
  const isFloat = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(plain);
  return numberOr(isFloat ? parseFloat64(plain) : undefined, text);
}

function numberOr(number: number | undefined, text: GoString): Value {
  return number === undefined ? string(text) : float(number);
}

/** Timestamps are times to yaml.v2, but it hands them on as the text that they were. */
function isTimestamp(text: GoString): boolean {
  const match =
    /^\d{4}-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| )\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  return match !== null && Number(match[1]) <= 12 && Number(match[2]) <= 31;
}

/** Whether yaml.v2 writes a text without quotes: nothing else must come out when it is read again. */
export function staysText(text: GoString): boolean {
  const isBase60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
  return text !== "<<" && !isBase60 && !isTimestamp(text) && resolvePlain(text).tag === "string";
}
