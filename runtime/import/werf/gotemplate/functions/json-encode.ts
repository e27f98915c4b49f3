import { GoFailure } from "../failure.ts";
import { formatFloat } from "../fmt/float.ts";
import { createTextBuilder, type TextBuilder } from "../fmt/text-builder.ts";
import { BYTES_PER_RUNE, encodeRune, type GoString, RUNE_ERROR, runes } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { formatTime } from "../time/format-time.ts";
import type { Moment } from "../time/moment.ts";
import { isIntKind } from "../type.ts";
import { type MapValue, type ObjectValue, type SliceValue, typeOf, type Value } from "../value.ts";

export interface JsonStyle {
  /** Whether `<`, `>` and `&` are escaped. */
  readonly escapeHtml: boolean;
  /** Of one level; "" for everything on one line. */
  readonly indent: string;
}

/** Go's `json.Marshal`: keys are sorted, and what JSON cannot hold is a failure. */
export function encodeJson(value: Value, style: JsonStyle, meter: Meter): GoString {
  const out = createTextBuilder(meter);
  write(out, value, style, 1, meter);
  return out.toString();
}

// Go refuses deeper ones too, because they are probably without an end.
const MOST_DEPTH = 1000;

function write(out: TextBuilder, value: Value, style: JsonStyle, depth: number, meter: Meter): TextBuilder {
  meter.step();
  if (depth > MOST_DEPTH) throw new GoFailure("json: unsupported value: encountered a cycle");
  switch (value.tag) {
    case "invalid":
    case "nil":
      return out.add("null");
    case "bool":
    case "int":
      return out.add(String(value.value));
    case "float":
      return out.add(number(value.value));
    case "string":
      return out.add(quoted(value.value, style, meter));
    case "time":
      return out.add(`"${timeText(value.time)}"`);
    case "slice":
      return writeSlice(out, value, style, depth, meter);
    case "map":
      return writeMap(out, value, style, depth, meter);
    case "object":
      return writeObject(out, value, style, depth, meter);
    default:
      throw new GoFailure(`json: unsupported type: ${typeOf(value)?.name}`);
  }
}

function timeText(time: Moment): GoString {
  const { year } = time.calendar;
  if (year < 0 || year > 9999) throw new GoFailure("json: the year of a time has more than four digits");
  return formatTime(time, "2006-01-02T15:04:05.999999999Z07:00");
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new GoFailure(`json: unsupported value: ${formatFloat(value, "g", -1)}`);
  const size = Math.abs(value);
  const hasExponent = size !== 0 && (size < 1e-6 || size >= 1e21);
  return formatFloat(value, hasExponent ? "e" : "f", -1).replace(/e-0(\d)$/, "e-$1");
}

function writeSlice(out: TextBuilder, value: SliceValue, style: JsonStyle, depth: number, meter: Meter): TextBuilder {
  if (value.isNil) return out.add("null");
  const items = value.items.map((item) => () => write(out, item, style, depth + 1, meter));
  return writeAll(out, "[", items, "]", style, depth);
}

function writeMap(out: TextBuilder, value: MapValue, style: JsonStyle, depth: number, meter: Meter): TextBuilder {
  const keyKind = value.type.key?.kind ?? "interface";
  if (keyKind !== "string" && !isIntKind(keyKind)) throw new GoFailure(`json: unsupported type: ${value.type.name}`);
  if (value.isNil) return out.add("null");
  const entries = [...value.entries.values()].map(({ key, value: item }) => [keyText(key), item] as const);
  return writeFields(
    out,
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    style,
    depth,
    meter,
  );
}

function keyText(key: Value): GoString {
  return key.tag === "string" ? key.value : key.tag === "int" ? String(key.value) : "";
}

function writeObject(out: TextBuilder, value: ObjectValue, style: JsonStyle, depth: number, meter: Meter): TextBuilder {
  if (value.text !== undefined) return out.add(quoted(value.text(), style, meter));
  return writeFields(out, [...value.fields], style, depth, meter);
}

function writeFields(
  out: TextBuilder,
  fields: readonly (readonly [GoString, Value])[],
  style: JsonStyle,
  depth: number,
  meter: Meter,
): TextBuilder {
  const items = fields.map(([key, item]) => () => {
    out.add(quoted(key, style, meter));
    out.add(style.indent === "" ? ":" : ": ");
    return write(out, item, style, depth + 1, meter);
  });
  return writeAll(out, "{", items, "}", style, depth);
}

function writeAll(
  out: TextBuilder,
  open: string,
  items: readonly (() => TextBuilder)[],
  close: string,
  style: JsonStyle,
  depth: number,
): TextBuilder {
  out.add(open);
  const isPretty = style.indent !== "" && items.length > 0;
  for (const [index, item] of items.entries()) {
    if (index > 0) out.add(",");
    if (isPretty) out.add(`\n${style.indent.repeat(depth)}`);
    item();
  }
  if (isPretty) out.add(`\n${style.indent.repeat(depth - 1)}`);
  return out.add(close);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function quoted(text: GoString, style: JsonStyle, meter: Meter): GoString {
  const isSimple = /^[ !#-%'-;=?-[\]-\x7f]*$/.test(text);
  if (isSimple) return `"${text}"`;
  meter.reserve(text.length * BYTES_PER_RUNE);
  meter.step(text.length / 8);
  const parts: GoString[] = [];
  for (const { rune, size } of runes(text)) parts.push(escaped(rune, size, style));
  return `"${parts.join("")}"`;
}

function escaped(rune: number, size: number, style: JsonStyle): GoString {
  const char = rune < 0x80 ? String.fromCharCode(rune) : "";
  const known = ESCAPES[char];
  if (known !== undefined) return known;
  const isHtml = style.escapeHtml && char !== "" && "<>&".includes(char);
  const isBroken = rune === RUNE_ERROR && size === 1;
  const isLineEnd = rune === 0x2028 || rune === 0x2029;
  return rune < 0x20 || isHtml || isBroken || isLineEnd ? `\\u${rune.toString(16).padStart(4, "0")}` : encodeRune(rune);
}
