import { decodeRune, encodeRune, type GoString } from "../go-string.ts";
import type { Meter } from "../meter.ts";
import { typeOf, type Value } from "../value.ts";
import { type FormatSpec, PLAIN } from "./format-spec.ts";
import { printArgument } from "./print.ts";
import { createTextBuilder, type TextBuilder } from "./text-builder.ts";

// Go refuses wider ones too: %!(BADWIDTH).
const MOST_WIDTH = 1_000_000;

/** Go's `fmt.Sprintf`, with everything it says about formats and arguments that do not fit. */
export function sprintf(format: GoString, values: readonly Value[], meter: Meter): GoString {
  const out = createTextBuilder(meter);
  new Formatter(format, values, out, meter).run();
  return out.toString();
}

interface MutableSpec {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  plusV: boolean;
  sharpV: boolean;
  width?: number;
  precision?: number;
}

class Formatter {
  private readonly format: GoString;
  private readonly values: readonly Value[];
  private readonly out: TextBuilder;
  private readonly meter: Meter;
  private at = 0;
  private argument = 0;
  private reordered = false;
  private afterIndex = false;
  private goodIndex = true;

  constructor(format: GoString, values: readonly Value[], out: TextBuilder, meter: Meter) {
    this.format = format;
    this.values = values;
    this.out = out;
    this.meter = meter;
  }

  run(): void {
    const { format, out } = this;
    while (this.at < format.length) {
      const percent = format.indexOf("%", this.at);
      const end = percent === -1 ? format.length : percent;
      out.add(format.slice(this.at, end));
      this.at = end + 1;
      if (percent !== -1) this.directive();
    }
    if (!this.reordered && this.argument < this.values.length) this.extra();
  }

  private directive(): void {
    const spec: MutableSpec = { ...PLAIN };
    this.goodIndex = true;
    this.afterIndex = false;
    this.flags(spec);
    this.index();
    this.width(spec);
    this.precision(spec);
    if (!this.afterIndex) this.index();
    if (this.at >= this.format.length) {
      this.out.add("%!(NOVERB)");
      return;
    }
    const { rune, size } = decodeRune(this.format, this.at);
    this.at += size;
    this.verb(encodeRune(rune), spec);
  }

  private verb(verb: GoString, spec: MutableSpec): TextBuilder {
    if (verb === "%") return this.out.add("%");
    if (!this.goodIndex) return this.out.add(`%!${verb}(BADINDEX)`);
    const value = this.values[this.argument];
    if (value === undefined) return this.out.add(`%!${verb}(MISSING)`);
    this.argument++;
    return printArgument(this.out, value, verb, verb === "v" ? specOfV(spec) : spec, this.meter);
  }

  private flags(spec: MutableSpec): void {
    for (; ; this.at++) {
      switch (this.format.charAt(this.at)) {
        case "#":
          spec.sharp = true;
          break;
        case "0":
          spec.zero = true;
          break;
        case "+":
          spec.plus = true;
          break;
        case "-":
          spec.minus = true;
          break;
        case " ":
          spec.space = true;
          break;
        default:
          return;
      }
    }
  }

  private width(spec: MutableSpec): void {
    if (this.format.charAt(this.at) !== "*") {
      const width = this.number();
      if (width !== undefined && this.afterIndex) this.goodIndex = false; // %[3]2d
      if (width !== undefined) spec.width = width;
      return;
    }
    this.at++;
    const width = this.numberFromArgument();
    if (width === undefined) this.out.add("%!(BADWIDTH)");
    else if (width < 0) spec.minus = true;
    if (width !== undefined) spec.width = Math.abs(width);
    this.afterIndex = false;
  }

  private precision(spec: MutableSpec): void {
    if (this.format.charAt(this.at) !== ".") return;
    this.at++;
    if (this.afterIndex) this.goodIndex = false; // %[3].2d
    this.index();
    if (this.format.charAt(this.at) !== "*") {
      spec.precision = this.number() ?? 0;
      return;
    }
    this.at++;
    const precision = this.numberFromArgument();
    if (precision === undefined || precision < 0) this.out.add("%!(BADPREC)");
    else spec.precision = precision;
    this.afterIndex = false;
  }

  private number(): number | undefined {
    const digits = /^[0-9]+/.exec(this.format.slice(this.at, this.at + 20))?.[0];
    if (digits === undefined) return undefined;
    this.at += digits.length;
    return Number(digits) <= MOST_WIDTH ? Number(digits) : undefined;
  }

  private numberFromArgument(): number | undefined {
    const value = this.values[this.argument];
    if (value === undefined) return undefined;
    this.argument++;
    if (value.tag !== "int" || value.value > MOST_WIDTH || value.value < -MOST_WIDTH) return undefined;
    return Number(value.value);
  }

  /** `[n]`: the argument that is meant. */
  private index(): void {
    if (this.format.charAt(this.at) !== "[") return;
    this.reordered = true;
    const close = this.format.indexOf("]", this.at);
    if (close === -1) {
      this.goodIndex = false;
      this.at++;
      return;
    }
    const text = this.format.slice(this.at + 1, close);
    const wanted = /^[0-9]{1,7}$/.test(text) ? Number(text) : 0;
    this.at = close + 1;
    if (wanted >= 1 && wanted <= this.values.length) {
      this.argument = wanted - 1;
      this.afterIndex = true;
    } else this.goodIndex = false;
  }

  private extra(): void {
    this.out.add("%!(EXTRA ");
    for (const [index, value] of this.values.slice(this.argument).entries()) {
      if (index > 0) this.out.add(", ");
      const type = typeOf(value);
      this.out.add(type === undefined ? "<nil>" : `${type.name}=`);
      if (type !== undefined) printArgument(this.out, value, "v", PLAIN, this.meter);
    }
    this.out.add(")");
  }
}

function specOfV(spec: FormatSpec): FormatSpec {
  return { ...spec, sharp: false, plus: false, sharpV: spec.sharp, plusV: spec.plus };
}
