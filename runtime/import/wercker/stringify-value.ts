import { readScalar } from "./scalar.ts";
import type { YamlScalar, YamlValue } from "./yaml-value.ts";

/** A property of a step as wercker read it. */
export interface DataText {
  readonly text: string;
  /** How it differs from what is written, as a clause that follows the property's name; absent where it does not. */
  readonly change?: string;
}

/** What wercker made of the value of a step's property: only texts, whole numbers and booleans survive (spec §1.5). */
export function stringifyValue(value: YamlValue): DataText {
  if (value.kind === "list") return { text: "", change: "is a list, of which wercker read nothing: write one text" };
  if (value.kind === "map") return { text: "", change: "is a map, of which wercker read nothing: write one text" };
  const scalar = readScalar(value);
  switch (scalar.kind) {
    case "string":
      return { text: value.text };
    case "null":
      return { text: "" };
    case "bool":
      return changed(value, String(scalar.value));
    case "int":
      return changed(value, String(scalar.value));
    case "float":
      return { text: "", change: `is the number ${value.text}, of which wercker read nothing: write "${value.text}"` };
  }
}

function changed(value: YamlScalar, text: string): DataText {
  if (value.text.toLowerCase() === text) return { text };
  return { text, change: `is ${value.text}, which wercker read as ${text}: write "${value.text}" if that is meant` };
}
