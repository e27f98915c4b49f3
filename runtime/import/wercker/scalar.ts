import { resolvePlain } from "../werf/gotemplate/functions/yaml-resolve.ts";
import { fromText } from "../werf/gotemplate/go-string.ts";
import type { YamlScalar, YamlValue } from "./yaml-value.ts";

/** What a scalar is by the rules of YAML 1.1, as the decoder of wercker read them. */
export type Scalar =
  | { readonly kind: "null" | "string" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number };

/** Only plain scalars are anything else than text. */
export function readScalar({ text, isPlain }: YamlScalar): Scalar {
  if (!isPlain) return { kind: "string" };
  const value = resolvePlain(fromText(text));
  switch (value.tag) {
    case "nil":
      return { kind: "null" };
    case "bool":
      return { kind: "bool", value: value.value };
    case "int":
      // Above the largest int64 it was an unsigned number, which wercker had no text for.
      if (value.type.name === "uint64") return { kind: "float", value: Number(value.value) };
      return { kind: "int", value: value.value };
    case "float":
      return { kind: "float", value: value.value };
    default:
      return { kind: "string" };
  }
}

/** Whether nothing is written there, or a word for it. */
export function isNull(value: YamlValue): boolean {
  return value.kind === "scalar" && readScalar(value).kind === "null";
}

/** What a value is, as people say it. */
export function describeValue(value: YamlValue): string {
  if (value.kind === "list") return "a list";
  if (value.kind === "map") return "a map";
  const scalar = readScalar(value);
  switch (scalar.kind) {
    case "null":
      return "empty";
    case "bool":
      return "true or false";
    case "int":
    case "float":
      return "a number";
    case "string":
      return "a text";
  }
}
