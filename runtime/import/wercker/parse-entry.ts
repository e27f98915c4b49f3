import { mostSimilar } from "../../../sdk/errors/most-similar.ts";
import { wrongKind } from "./fields.ts";
import { fileKeys } from "./file-keys.ts";
import { createFindings, type Findings } from "./findings.ts";
import { parsePipeline, parseSteps, pipelineKeys } from "./parse-pipeline.ts";
import { isNull } from "./scalar.ts";
import type { WerckerPipeline } from "./wercker-file.ts";
import type { YamlEntry, YamlList, YamlValue } from "./yaml-value.ts";

/** What is no setting is a pipeline, when it is a map. */
export function parseEntry(
  entry: YamlEntry,
  shared: ReadonlySet<YamlValue>,
  findings: Findings,
): WerckerPipeline | undefined {
  const { key, value, origin } = entry;
  const isHelper = shared.has(value);
  findings.count(origin);
  if (value.kind === "map") return parseMapEntry(entry, isHelper, findings);
  if (isHelper) return undefined;
  if (isNull(value)) {
    findings.error({
      code: "WERCKER.EMPTY_PIPELINE",
      message: `The pipeline ${key} is empty`,
      why: "wercker crashed when it was run.",
      next: [`Give it steps, or remove ${key}.`],
      where: [origin],
    });
    return undefined;
  }
  const similar = mostSimilar(key, fileKeys);
  if (value.kind === "list" && similar === undefined && looksLikeSteps(key, value)) {
    return listPipeline(entry, value, findings);
  }
  reportDropped(entry, similar, findings);
  return undefined;
}

/** A map that others take things from need not make sense as a pipeline. */
function parseMapEntry(entry: YamlEntry, isHelper: boolean, findings: Findings): WerckerPipeline | undefined {
  const { key, value, origin } = entry;
  if (value.kind !== "map") return undefined;
  const own = createFindings();
  const pipeline = parsePipeline(entry, value, isHelper, { ...own, count: findings.count });
  const isWrong = own.errors.length > 0;
  if (isWrong && isHelper) {
    findings.note({
      kind: "left-out",
      what: key,
      message: "serves others through its anchor alone; it is no pipeline of its own",
      where: [origin],
    });
    return undefined;
  }
  const similar = isWrong ? mostSimilar(key, fileKeys) : undefined;
  for (const error of own.errors) {
    findings.error(
      similar === undefined ? error : { ...error, next: [`Did you mean ${similar}?`, ...(error.next ?? [])] },
    );
  }
  for (const note of own.entries()) findings.note(note);
  return isWrong ? undefined : pipeline;
}

/** The manual showed pipelines without `steps:`, which wercker itself dropped. */
function listPipeline(entry: YamlEntry, value: YamlList, findings: Findings): WerckerPipeline {
  const { key: name, origin } = entry;
  findings.note({
    kind: "approximated",
    what: name,
    of: name,
    message: `wercker dropped a pipeline that is a list ("No pipeline named ${name}"); it is taken for its steps: write \`steps:\` above them`,
    where: [origin],
  });
  const steps = parseSteps(value, name, { path: name, lost: `the pipeline ${name}`, findings });
  return { name, steps, afterSteps: [], targets: new Map(), docker: false, isHelper: false, origin };
}

const usualNames = ["build", "deploy", "dev"];

function looksLikeSteps(key: string, { items }: YamlList): boolean {
  const isStep = (item: YamlValue): boolean =>
    item.kind === "map" || (item.kind === "scalar" && /^[\w-]+\/[\w-]+(?:@|$)/.test(item.text));
  return items.length > 0 && (usualNames.includes(key) || items.some(isStep));
}

/** A text or a list at the top has no meaning; what it was meant for can often be told. */
function reportDropped({ key, value, origin }: YamlEntry, similar: string | undefined, findings: Findings): void {
  if (pipelineKeys.some((known) => known === key)) {
    findings.note({
      kind: "left-out",
      what: key,
      message: `${key} belongs into a pipeline: at the top of the file wercker ignored it`,
      where: [origin],
    });
    return;
  }
  if (similar !== undefined || usualNames.includes(key)) {
    const field = { path: key, lost: key, findings };
    const fix = similar === undefined ? `Give it steps: ${key}: { steps: [ … ] }` : `Did you mean ${similar}?`;
    wrongKind({ ...field }, { ...value, origin }, "a pipeline", fix);
    return;
  }
  findings.note({
    kind: "left-out",
    what: key,
    message: "is no pipeline and no setting: wercker ignored it",
    where: [origin],
  });
}
