import { GoFailure } from "../failure.ts";
import { formatFloat } from "../fmt/float.ts";
import { createTextBuilder } from "../fmt/text-builder.ts";
import { type GoString, isUtf8 } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { formatTime } from "../time/format-time.ts";
import { type MapEntry, type ObjectValue, string, stringerOf, typeOf, type Value } from "../value.ts";
import { encodeBase64 } from "./base-encoding.ts";
import { compareYamlKeys } from "./yaml-key-order.ts";
import { staysText } from "./yaml-resolve.ts";
import { createYamlWriter, type ScalarContext, type ScalarStyle, type YamlWriter } from "./yaml-writer.ts";

/** `toYaml`: a document as yaml.v2 writes it, without the line break at its end. */
export function encodeYaml(value: Value, meter: Meter): GoString {
  const out = createTextBuilder(meter);
  const encoder = new Encoder(createYamlWriter(out), meter);
  encoder.node(value, { inMapping: false, isKey: false });
  return out.toString().replace(/\n$/, "");
}

class Encoder {
  private readonly writer: YamlWriter;
  private readonly meter: Meter;

  constructor(writer: YamlWriter, meter: Meter) {
    this.writer = writer;
    this.meter = meter;
  }

  node(value: Value, context: ScalarContext): void {
    this.meter.step();
    const text = value.tag === "string" ? value.value : value.tag === "time" ? undefined : stringerOf(value)?.();
    if (text !== undefined) this.text(text, context);
    else if (value.tag === "slice") this.sequence(value.items, context);
    else if (value.tag === "map") this.mapping([...value.entries.values()]);
    else if (value.tag === "object") this.mapping(fieldsOf(value));
    else this.writer.scalar(plainText(value), "plain", context);
  }

  private text(text: GoString, context: ScalarContext): void {
    this.meter.step(text.length / 8);
    if (isUtf8(text)) this.writer.scalar(text, styleOf(text), context);
    else this.binary(encodeBase64(text), context);
  }

  private binary(encoded: GoString, context: ScalarContext): void {
    this.writer.tag("!!binary");
    const lines = encoded.match(/.{1,70}/g) ?? [];
    if (encoded.length < 70) this.writer.scalar(encoded, "plain", context);
    else this.writer.scalar(`${lines.join("\n")}\n`, "literal", context);
  }

  private sequence(items: readonly Value[], context: ScalarContext): void {
    if (items.length === 0) this.writer.indicator("[]", { spaceBefore: true });
    const isSameLevel = context.inMapping && !this.writer.isAtIndent();
    this.writer.indented(isSameLevel, () => {
      for (const item of items) this.item(item);
    });
  }

  private item(item: Value): void {
    this.writer.newLine();
    this.writer.indicator("-", { spaceBefore: true, keepsIndent: true });
    this.node(item, { inMapping: false, isKey: false });
  }

  private mapping(entries: readonly MapEntry[]): void {
    this.meter.step(entries.length);
    if (entries.length === 0) this.writer.indicator("{}", { spaceBefore: true });
    const sorted = [...entries].sort((a, b) => compareYamlKeys(a.key, b.key));
    this.writer.indented(false, () => {
      for (const { key, value } of sorted) this.entry(key, value);
    });
  }

  private entry(key: Value, value: Value): void {
    this.writer.newLine();
    if (isSimpleKey(key)) {
      this.node(key, { inMapping: true, isKey: true });
      this.writer.indicator(":", {});
    } else {
      this.writer.indicator("?", { spaceBefore: true, keepsIndent: true });
      this.node(key, { inMapping: true, isKey: false });
      this.writer.newLine();
      this.writer.indicator(":", { spaceBefore: true, keepsIndent: true });
    }
    this.node(value, { inMapping: true, isKey: false });
  }
}

function fieldsOf(value: ObjectValue): readonly MapEntry[] {
  return [...value.fields].map(([key, item]) => ({ key: string(key.toLowerCase()), value: item }));
}

function styleOf(text: GoString): ScalarStyle {
  if (text.includes("\n")) return "literal";
  return staysText(text) ? "plain" : "double";
}

function plainText(value: Value): GoString {
  switch (value.tag) {
    case "nil":
    case "invalid":
      return "null";
    case "bool":
    case "int":
      return String(value.value);
    case "float":
      return floatText(value.value);
    case "time":
      return formatTime(value.time, "2006-01-02T15:04:05.999999999Z07:00");
    default:
      throw new GoFailure(`cannot marshal type: ${typeOf(value)?.name}`);
  }
}

function floatText(value: number): GoString {
  if (Number.isNaN(value)) return ".nan";
  return Number.isFinite(value) ? formatFloat(value, "g", -1) : value > 0 ? ".inf" : "-.inf";
}

/** Whether a key stands in front of its colon: longer ones and those of several lines are marked with `?`. */
function isSimpleKey(key: Value): boolean {
  if (key.tag !== "string") return true;
  const hasBreak = /[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9]/.test(key.value);
  return !hasBreak && key.value.length <= 128;
}
