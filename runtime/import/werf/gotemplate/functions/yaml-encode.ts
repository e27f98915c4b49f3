import { GoFailure } from "../failure.ts";
import { formatFloat } from "../fmt/float.ts";
import { createTextBuilder } from "../fmt/text-builder.ts";
import { type GoString, RUNE_ERROR, runes } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { formatTime } from "../time/format-time.ts";
import { type MapEntry, string, stringerOf, typeOf, type Value } from "../value.ts";
import { encodeBase64 } from "./base-encoding.ts";
import { compareYamlKeys } from "./yaml-key-order.ts";
import { staysText } from "./yaml-resolve.ts";
import { createYamlWriter, type ScalarContext, type YamlWriter } from "./yaml-writer.ts";

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
    if (value.tag === "slice") return this.sequence(value.items, context);
    if (value.tag === "map") return this.mapping([...value.entries.values()]);
    const stringer = value.tag === "time" ? undefined : stringerOf(value);
    const text = stringer?.() ?? (value.tag === "string" ? value.value : undefined);
    if (text !== undefined) return this.text(text, context);
    if (value.tag === "object") {
      const fields = [...value.fields].map(([key, item]) => ({ key: string(key.toLowerCase()), value: item }));
      return this.mapping(fields);
    }
    this.writer.scalar(plainText(value), "plain", context);
  }

  private text(text: GoString, context: ScalarContext): void {
    this.meter.step(text.length / 8);
    if (!isUtf8(text)) {
      this.writer.tag("!!binary");
      const encoded = encodeBase64(text);
      const lines = encoded.match(/.{1,70}/g) ?? [];
      const isLong = encoded.length >= 70;
      return this.writer.scalar(isLong ? `${lines.join("\n")}\n` : encoded, isLong ? "literal" : "plain", context);
    }
    const style = text.includes("\n") ? "literal" : staysText(text) ? "plain" : "double";
    this.writer.scalar(text, style, context);
  }

  private sequence(items: readonly Value[], context: ScalarContext): void {
    if (items.length === 0) return this.writer.indicator("[]", { spaceBefore: true });
    this.writer.indented(context.inMapping && !this.writer.isAtIndent(), () => {
      for (const item of items) {
        this.writer.newLine();
        this.writer.indicator("-", { spaceBefore: true, keepsIndent: true });
        this.node(item, { inMapping: false, isKey: false });
      }
    });
  }

  private mapping(entries: readonly MapEntry[]): void {
    if (entries.length === 0) return this.writer.indicator("{}", { spaceBefore: true });
    const sorted = [...entries].sort((a, b) => compareYamlKeys(a.key, b.key));
    this.meter.step(entries.length);
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

function isUtf8(text: GoString): boolean {
  for (const { rune, size } of runes(text)) {
    if (rune === RUNE_ERROR && size === 1) return false;
  }
  return true;
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
