import { mostSimilar } from "../../../sdk/errors/most-similar.ts";
import { type Field, type Placed, readFlag, readText, wrongKind } from "./fields.ts";
import type { Findings } from "./findings.ts";
import { parseBox, parseServices } from "./parse-box.ts";
import { parseStep } from "./parse-step.ts";
import { isNull } from "./scalar.ts";
import { noteReplaced } from "./unknown-key.ts";
import type { WerckerBox, WerckerPipeline, WerckerStep } from "./wercker-file.ts";
import type { YamlEntry, YamlMap, YamlValue } from "./yaml-value.ts";

/** Keys of a pipeline that are no deploy target. */
export const pipelineKeys = ["box", "services", "steps", "after-steps", "base-path", "docker"] as const;

/** Reads a pipeline (spec §1.6). Whatever is of the wrong kind in it made the whole pipeline vanish. */
export function parsePipeline(
  { key: name, origin }: YamlEntry,
  map: YamlMap,
  isHelper: boolean,
  findings: Findings,
): WerckerPipeline {
  noteReplaced(map, name, findings, name);
  const field = (key: string): Field => ({ path: `${name}.${key}`, lost: `the pipeline ${name}`, findings });
  const targets = new Map<string, readonly WerckerStep[]>();
  let box: WerckerBox | undefined;
  let services: readonly WerckerBox[] | undefined;
  let basePath: Placed<string> | undefined;
  let docker = false;
  let steps: readonly WerckerStep[] = [];
  let afterSteps: readonly WerckerStep[] = [];
  for (const entry of map.merged.values()) {
    const { key, value } = entry;
    switch (key) {
      case "box":
        box = parseBox(value, { ...field(key), of: name });
        break;
      case "services":
        services = parseServices(entry, { ...field(key), of: name });
        break;
      case "base-path":
        basePath = withoutSlash(readText(value, field(key)));
        break;
      case "docker":
        docker = readFlag(value, field(key)) ?? false;
        break;
      case "steps":
        steps = parseSteps(value, name, field(key));
        break;
      case "after-steps":
        afterSteps = parseSteps(value, name, field(key));
        break;
      default:
        targets.set(key, parseTarget(entry, name, field(key)));
    }
  }
  return {
    name,
    steps,
    afterSteps,
    targets,
    docker,
    isHelper,
    origin,
    ...(box === undefined ? {} : { box }),
    ...(services === undefined ? {} : { services }),
    ...(basePath === undefined ? {} : { basePath }),
  };
}

/** Reads a list of steps. */
export function parseSteps(value: YamlValue, of: string, field: Field): readonly WerckerStep[] {
  if (isNull(value)) return [];
  if (value.kind !== "list") {
    const fix = value.kind === "map" ? "Put a dash before each step." : "Write a list: a dash and a step on each line.";
    wrongKind(field, value, "a list of steps", fix);
    return [];
  }
  return value.items.flatMap((item, index) => {
    const step = parseStep(item, { path: `${field.path}[${index}]`, of, findings: field.findings });
    return step === undefined ? [] : [step];
  });
}

/** Any other key names steps that take the place of the others (spec §1.7). */
function parseTarget({ key, value, origin }: YamlEntry, of: string, field: Field): readonly WerckerStep[] {
  const similar = mostSimilar(key, pipelineKeys);
  if (value.kind !== "list" && !isNull(value)) {
    wrongKind(field, value, "a list of steps", remedyFor(key, similar));
    return [];
  }
  if (similar !== undefined) {
    field.findings.note({
      kind: "approximated",
      what: field.path,
      of,
      message: `${key} is a deploy target, whose steps run with --target ${key} alone: did you mean ${similar}?`,
      where: [origin],
    });
  }
  return parseSteps(value, of, field);
}

function remedyFor(key: string, similar: string | undefined): string {
  switch (key) {
    case "env":
    case "environment":
      return "Variables belong to the box: box: { id: …, env: { NAME: value } }";
    case "command-timeout":
    case "no-response-timeout":
    case "source-dir":
    case "ignore-file":
    case "workflows":
      return `${key} holds for all pipelines: move it to the top of the file.`;
    case "script":
    case "code":
    case "name":
    case "cwd":
      return "A step is an item of steps: indent it below `steps:`, with a dash.";
    default:
      return similar === undefined
        ? "A key of its own is a deploy target, a list of steps: remove it, or indent it below what it belongs to."
        : `Did you mean ${similar}?`;
  }
}

function withoutSlash(path: Placed<string> | undefined): Placed<string> | undefined {
  return path === undefined ? undefined : { ...path, value: path.value.replace(/(?<=.)\/$/, "") };
}
