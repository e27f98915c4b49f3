import type { Origin } from "../../../sdk/errors/origin.ts";
import type { Findings } from "./findings.ts";
import { describeValue, isNull, readScalar } from "./scalar.ts";
import type { YamlValue } from "./yaml-value.ts";

/** A value with the place that it was read from. */
export interface Placed<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Where a value stands. */
export interface Field {
  /** As people name it: `box.cmd`, `build.after-steps`. */
  readonly path: string;
  /** What wercker dropped in silence when the value was of the wrong kind: `the pipeline build`. */
  readonly lost: string;
  readonly findings: Findings;
}

/** Reports a value of the wrong kind. */
export function wrongKind({ path, lost, findings }: Field, value: YamlValue, wanted: string, fix: string): void {
  findings.error({
    code: "WERCKER.TYPE",
    message: `${path} is ${describeValue(value)} where ${wanted} is wanted`,
    why: `wercker dropped ${lost} because of it, without a word.`,
    next: [fix],
    where: [value.origin],
  });
}

/** A text; of a number what is written. Absent where nothing is. */
export function readText(value: YamlValue, field: Field): Placed<string> | undefined {
  if (isNull(value)) return undefined;
  if (value.kind === "scalar") return { value: value.text, origin: value.origin };
  const items = value.kind === "list" ? value.items : [];
  const words = items.flatMap((item) => (item.kind === "scalar" ? [item.text] : []));
  const example =
    words.length > 0 && words.length === items.length ? `: ${lastPart(field.path)}: ${words.join(" ")}` : "";
  wrongKind(field, value, "a text", `Write one text${example}`);
  return undefined;
}

/** `true` or `false` without quotes. */
export function readFlag(value: YamlValue, field: Field): boolean | undefined {
  if (isNull(value)) return undefined;
  const scalar = value.kind === "scalar" ? readScalar(value) : undefined;
  if (scalar?.kind === "bool") return scalar.value;
  wrongKind(field, value, "true or false", `Write it without quotes: ${lastPart(field.path)}: true`);
  return undefined;
}

/** A whole number without quotes; of a fraction the whole part. */
export function readWhole(value: YamlValue, field: Field): Placed<number> | undefined {
  if (isNull(value)) return undefined;
  const scalar = value.kind === "scalar" ? readScalar(value) : undefined;
  const number = scalar?.kind === "int" || scalar?.kind === "float" ? Number(scalar.value) : Number.NaN;
  if (Number.isFinite(number)) {
    const whole = Math.trunc(number);
    if (whole !== number) noteFraction(whole, value, field);
    return { value: whole, origin: value.origin };
  }
  wrongKind(field, value, "a number", `Write minutes without quotes and units: ${lastPart(field.path)}: 10`);
  return undefined;
}

function noteFraction(whole: number, { origin }: YamlValue, { path, findings }: Field): void {
  findings.note({
    kind: "approximated",
    what: path,
    message: `is a fraction, of which wercker took ${whole}: write whole minutes`,
    where: [origin],
  });
}

/** Texts. */
export function readTexts(value: YamlValue, field: Field): readonly Placed<string>[] {
  if (isNull(value)) return [];
  if (value.kind !== "list") {
    const example = value.kind === "scalar" ? `${lastPart(field.path)}: ["${value.text}"]` : "a dash before each";
    wrongKind(field, value, "a list", `Write a list: ${example}`);
    return [];
  }
  return value.items.flatMap((item) => {
    field.findings.count(item.origin);
    const text = readText(item, field);
    return text === undefined ? [] : [text];
  });
}

/** Names and texts. */
export function readTextMap(value: YamlValue, field: Field): ReadonlyMap<string, Placed<string>> {
  const texts = new Map<string, Placed<string>>();
  if (isNull(value)) return texts;
  if (value.kind !== "map") {
    wrongKind(field, value, "a map", `Write names and values: ${lastPart(field.path)}: { NAME: value }`);
    return texts;
  }
  for (const { key, value: text, origin } of value.merged.values()) {
    field.findings.count(origin);
    const read = isNull(text) ? { value: "", origin } : readText(text, { ...field, path: `${field.path}.${key}` });
    if (read !== undefined) texts.set(key, read);
  }
  return texts;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
