import type { Diagnostic } from "../../../sdk/errors/builder-error.ts";
import { emptyItem } from "./empty-item.ts";
import { type Field, readText, readTexts, wrongKind } from "./fields.ts";
import type { Findings } from "./findings.ts";
import { isNull } from "./scalar.ts";
import { noteReplaced, noteUnknownKey } from "./unknown-key.ts";
import type { WerckerRun, WerckerWorkflow } from "./wercker-file.ts";
import type { YamlEntry, YamlMap, YamlValue } from "./yaml-value.ts";

const workflowKeys = ["name", "pipelines"];
const runKeys = ["name", "pipelineName", "requires", "artifactPipeline", "envFile"];

/** Reads `workflows` (spec §1.8). */
export function parseWorkflows({ value }: YamlEntry, findings: Findings): readonly WerckerWorkflow[] {
  return parseMaps(value, { path: "workflows", lost: "the workflows", findings }, "workflow").flatMap(
    ({ map, field }) => {
      noteKeys(map, field, workflowKeys);
      const name = requireText(map, "name", field, "its name");
      const pipelines = map.merged.get("pipelines");
      if (pipelines === undefined) {
        findings.error(missing(`${field.path}.pipelines`, map, "its pipelines"));
        return [];
      }
      const inner = { ...field, path: `${field.path}.pipelines`, lost: `the workflow ${name}` };
      const runs = parseMaps(pipelines.value, inner, "pipeline").map((item) => parseRun(item.map, item.field));
      return [{ name, runs, origin: map.origin }];
    },
  );
}

function parseRun(map: YamlMap, field: Field): WerckerRun {
  noteKeys(map, field, runKeys);
  const name = requireText(map, "name", field, "its name");
  const text = (key: string): string | undefined => optionalText(map, key, field);
  const artifactPipeline = text("artifactPipeline");
  const envFile = text("envFile");
  const requires = map.merged.get("requires");
  return {
    name,
    pipeline: text("pipelineName") || name,
    requires:
      requires === undefined
        ? []
        : readTexts(requires.value, { ...field, path: `${field.path}.requires` }).map(({ value }) => value),
    ...(artifactPipeline ? { artifactPipeline } : {}),
    ...(envFile ? { envFile } : {}),
    origin: map.origin,
  };
}

/** The maps of a list, each with its place. */
function parseMaps(
  value: YamlValue,
  field: Field,
  what: string,
): readonly { readonly map: YamlMap; readonly field: Field }[] {
  if (isNull(value)) return [];
  if (value.kind !== "list") {
    wrongKind(field, value, "a list", `Put a dash before each ${what}.`);
    return [];
  }
  return value.items.flatMap((map, index) => {
    field.findings.count(map.origin);
    const inner = { ...field, path: `${field.path}[${index}]` };
    if (map.kind === "map") return [{ map, field: inner }];
    if (isNull(map)) field.findings.error(emptyItem(inner.path, map.origin, what));
    else wrongKind(inner, map, "a map", `Name it: - name: ${map.kind === "scalar" ? map.text : "build"}`);
    return [];
  });
}

function noteKeys(map: YamlMap, field: Field, known: readonly string[]): void {
  noteReplaced(map, field.path, field.findings);
  for (const entry of map.merged.values()) {
    if (!known.includes(entry.key)) noteUnknownKey(entry, field.path, known, field.findings);
  }
}

function optionalText(map: YamlMap, key: string, field: Field): string | undefined {
  const entry = map.merged.get(key);
  return entry === undefined ? undefined : readText(entry.value, { ...field, path: `${field.path}.${key}` })?.value;
}

function requireText(map: YamlMap, key: string, field: Field, what: string): string {
  const text = optionalText(map, key, field);
  if (text === undefined || text === "") field.findings.error(missing(`${field.path}.${key}`, map, what));
  return text ?? "";
}

function missing(path: string, map: YamlMap, what: string): Diagnostic {
  return { code: "WERCKER.MISSING", message: `${path} is missing: ${what}`, where: [map.origin] };
}
