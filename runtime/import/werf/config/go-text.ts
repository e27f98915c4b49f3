import type { YamlScalar } from "../../yaml-tree.ts";
import { show } from "../gotemplate/fmt/print.ts";
import { resolvePlain } from "../gotemplate/functions/yaml-resolve.ts";
import { fromText, toText } from "../gotemplate/go-string.ts";
import { createMeter, DEFAULT_LIMITS } from "../gotemplate/meter.ts";

/** A scalar as Go prints what YAML 1.1 means by it (`%v`): `yes` is "true", `0644` is "420", nothing is "<nil>". */
export function goText({ type, text }: YamlScalar): string {
  if (type === "string") return text;
  if (type === "null") return "<nil>";
  return toText(show(resolvePlain(fromText(text)), createMeter(DEFAULT_LIMITS)));
}
