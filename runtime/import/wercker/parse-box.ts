import { emptyItem } from "./empty-item.ts";
import { type Field, type Placed, readFlag, readText, readTextMap, readTexts, wrongKind } from "./fields.ts";
import { isNull } from "./scalar.ts";
import { noteReplaced, noteUnknownKey } from "./unknown-key.ts";
import { type BoxTextName, boxTextNames, type WerckerBox } from "./wercker-file.ts";
import type { YamlEntry, YamlMap, YamlValue } from "./yaml-value.ts";

/** Where a box stands. */
export interface BoxField extends Field {
  /** The pipeline that it belongs to; absent for what the file says for all. */
  readonly of?: string;
}

/** Reads a box or a service: the name of an image, or a map (spec §1.3). */
export function parseBox(value: YamlValue, field: BoxField): WerckerBox | undefined {
  field.findings.count(value.origin);
  if (isNull(value)) return undefined;
  if (value.kind === "scalar") {
    return { id: value.text, texts: {}, env: new Map(), ports: [], origin: value.origin };
  }
  if (value.kind === "list") {
    wrongKind(field, value, "the name of an image or a map", `Write one image: ${field.path}: debian:bookworm-slim`);
    return undefined;
  }
  return parseMap(value, field);
}

function parseMap(map: YamlMap, field: BoxField): WerckerBox {
  noteReplaced(map, field.path, field.findings, field.of);
  let id = "";
  const texts: Partial<Record<BoxTextName, Placed<string>>> = {};
  let env: WerckerBox["env"] = new Map();
  let ports: WerckerBox["ports"] = [];
  let awsStrictAuth: boolean | undefined;
  for (const entry of map.merged.values()) {
    const path = `${field.path}.${entry.key}`;
    // At the top of the file only that key was lost.
    const inner = { ...field, path, ...(field.lost === "box" ? { lost: path } : {}) };
    const textName = boxTextNames.find((name) => name === entry.key);
    if (entry.key === "id") id = readText(entry.value, inner)?.value ?? "";
    else if (entry.key === "env") env = readTextMap(entry.value, inner);
    else if (entry.key === "ports") ports = readTexts(entry.value, inner);
    else if (entry.key === "aws-strict-auth") awsStrictAuth = readFlag(entry.value, inner);
    else if (textName === undefined) noteUnknownKey(entry, field.path, knownKeys, field.findings, field.of);
    else {
      const text = readText(entry.value, inner);
      if (text !== undefined) texts[textName] = text;
    }
  }
  return { id, texts, env, ports, ...(awsStrictAuth === undefined ? {} : { awsStrictAuth }), origin: map.origin };
}

const knownKeys: readonly string[] = ["id", "env", "ports", "aws-strict-auth", ...boxTextNames];

/** Reads services; absent where nothing is written, which is not the same as none (spec §1.4). */
export function parseServices({ value }: YamlEntry, field: BoxField): readonly WerckerBox[] | undefined {
  if (isNull(value)) return undefined;
  if (value.kind !== "list") {
    wrongKind(field, value, "a list", "Put a dash before each service.");
    return undefined;
  }
  return value.items.flatMap((item, index) => {
    const path = `${field.path}[${index}]`;
    if (isNull(item)) field.findings.error(emptyItem(path, item.origin, "service"));
    const service = parseBox(item, { ...field, path, lost: field.of === undefined ? path : field.lost });
    return service === undefined ? [] : [service];
  });
}
