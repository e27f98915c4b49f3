import type { Diagnostic } from "../../../sdk/errors/builder-error.ts";
import type { Origin } from "../../../sdk/errors/origin.ts";
import { emptyItem } from "./empty-item.ts";
import type { Placed } from "./fields.ts";
import type { Findings } from "./findings.ts";
import { describeValue, isNull } from "./scalar.ts";
import { stringifyValue } from "./stringify-value.ts";
import { noteReplaced } from "./unknown-key.ts";
import type { WerckerStep } from "./wercker-file.ts";
import type { YamlEntry, YamlMap, YamlValue } from "./yaml-value.ts";

/** Where a step stands. */
export interface StepField {
  /** `build.steps[2]` */
  readonly path: string;
  /** Its pipeline. */
  readonly of: string;
  readonly findings: Findings;
}

/** Reads a step in any of its spellings: a text, a map in a map, a map with everything in one column (spec §1.5). */
export function parseStep(value: YamlValue, field: StepField): WerckerStep | undefined {
  const { findings, path } = field;
  findings.count(value.origin);
  if (isNull(value)) {
    findings.error(emptyItem(path, value.origin, "step"));
    return undefined;
  }
  if (value.kind === "scalar") return toStep(value.text, [], value.origin, field);
  if (value.kind === "map") return parseMap(value, field);
  findings.error({
    code: "WERCKER.STEP",
    message: `${path} is a list where a step is wanted`,
    why: "wercker crashed on it.",
    next: ["Give each step a dash of its own."],
    where: [value.origin],
  });
  return undefined;
}

function parseMap(map: YamlMap, field: StepField): WerckerStep | undefined {
  noteLostMerges(map, field);
  const [first, ...others] = map.entries.filter(({ isMerge }) => !isMerge);
  if (first === undefined) {
    field.findings.error({
      code: "WERCKER.STEP",
      message: `${field.path} is a map with nothing in it`,
      why: "wercker crashed on it.",
      next: ["Name the step: - script:"],
      where: [map.origin],
    });
    return undefined;
  }
  if (others.length > 0) {
    noteLostFirst(first, others, field);
    noteReplaced(map, field.path, field.findings, field.of);
    return toStep(first.key, others, first.origin, field);
  }
  if (first.value.kind !== "map") {
    field.findings.error(emptyStep(first));
    return undefined;
  }
  noteLostMerges(first.value, field);
  noteReplaced(first.value, `${field.path}.${first.key}`, field.findings, field.of);
  const entries = first.value.entries.filter(({ isMerge }) => !isMerge);
  return toStep(first.key, entries, first.origin, field);
}

function emptyStep({ key, value, origin }: YamlEntry): Diagnostic {
  const isText = value.kind === "scalar" && !isNull(value);
  return {
    code: "WERCKER.STEP_EMPTY",
    message: `Step ${key} is empty`,
    why: `After the colon wercker wanted its properties; there is ${isNull(value) ? "nothing" : describeValue(value)}.`,
    next:
      key === "script" && isText
        ? [`Name what is to be run: - script: { code: ${JSON.stringify(value.text)} }`]
        : [`Without properties leave out the colon: - ${key}`, "Properties are indented below it."],
    where: [origin],
  };
}

/** In a step they brought nothing (spec §1.1). */
function noteLostMerges(map: YamlMap, { path, of, findings }: StepField): void {
  for (const { origin } of map.entries.filter(({ isMerge }) => isMerge)) {
    findings.note({
      kind: "left-out",
      what: `${path}.<<`,
      of,
      message: "wercker read nothing of a merge key in a step: write the properties out",
      where: [origin],
    });
  }
}

function noteLostFirst({ key, value, origin }: YamlEntry, others: readonly YamlEntry[], field: StepField): void {
  if (isNull(value)) return;
  const names = others.map((other) => other.key).join(", ");
  field.findings.note({
    kind: "left-out",
    what: `${field.path}.${key}`,
    of: field.of,
    message: `wercker took ${names} for the properties of ${key} and ignored ${describeValue(value)} behind the colon: indent ${names} as far as what belongs to ${key}`,
    where: [origin],
  });
}

function toStep(written: string, entries: readonly YamlEntry[], origin: Origin, field: StepField): WerckerStep {
  const data = new Map<string, Placed<string>>();
  for (const { key, value, origin: at } of entries) {
    field.findings.count(at);
    const { text, change } = stringifyValue(value);
    data.set(key, { value: text, origin: at });
    if (change === undefined) continue;
    field.findings.note({
      kind: text === "" ? "left-out" : "approximated",
      what: `${field.path}.${key}`,
      of: field.of,
      message: `${key} ${change}`,
      where: [value.origin],
    });
  }
  const { id, url } = splitAddress(written);
  const [name, cwd, checkpoint] = ["name", "cwd", "checkpoint"].map((key) => data.get(key));
  for (const key of ["name", "cwd", "checkpoint"]) data.delete(key);
  return {
    id,
    ...(url === undefined ? {} : { url }),
    ...(name === undefined || name.value === "" ? {} : { name: name.value }),
    ...(cwd === undefined || cwd.value === "" ? {} : { cwd }),
    ...(checkpoint === undefined || checkpoint.value === "" ? {} : { checkpoint }),
    data,
    origin,
  };
}

/** `id "address"` (spec §2.2). */
function splitAddress(written: string): { readonly id: string; readonly url?: string } {
  const [, id, url] = /^\s*(\S+)\s+"((?:[^"\\]|\\.)*)"\s*$/.exec(written) ?? [];
  if (id === undefined || url === undefined) return { id: written };
  return { id, url: url.replace(/\\(.)/g, "$1") };
}
