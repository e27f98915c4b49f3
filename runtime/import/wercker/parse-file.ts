import type { Origin } from "../../../sdk/errors/origin.ts";
import type { ImportReportEntry } from "../imported-file.ts";
import { type Field, readText, readWhole, wrongKind } from "./fields.ts";
import { type FileKey, fileKeys } from "./file-keys.ts";
import type { Findings } from "./findings.ts";
import { parseBox, parseServices } from "./parse-box.ts";
import { parseEntry } from "./parse-entry.ts";
import { parseWorkflows } from "./parse-workflow.ts";
import type { YamlSource } from "./read-yaml.ts";
import { noteReplaced } from "./unknown-key.ts";
import type { WerckerFile } from "./wercker-file.ts";
import type { YamlEntry } from "./yaml-value.ts";

/** Reads a whole wercker.yml (spec §1.2). What is wrong goes to `findings`; what wercker dropped is not in the result. */
export function parseFile({ root, shared, secondDocument }: YamlSource, findings: Findings): WerckerFile {
  if (secondDocument !== undefined) findings.note(furtherDocuments(secondDocument));
  if (root.kind !== "map") {
    const field = { path: "the file", lost: "all of it", findings };
    wrongKind(field, root, "a map of pipelines", "Begin with a box and a pipeline: build: { steps: [ … ] }");
    return { pipelines: [], workflows: [] };
  }
  noteReplaced(root, "the file", findings);
  const entries = [...root.merged.values()];
  const named = new Map(entries.map((entry) => [entry.key, entry]));
  return {
    ...parseSettings(named, findings),
    pipelines: entries
      .filter(({ key }) => !fileKeys.some((known) => known === key))
      .flatMap((entry) => parseEntry(entry, shared, findings) ?? []),
  };
}

function furtherDocuments(where: Origin): ImportReportEntry {
  return {
    kind: "left-out",
    what: "---",
    message: "wercker read the first document alone: give the others files of their own",
    where: [where],
  };
}

function parseSettings(named: ReadonlyMap<string, YamlEntry>, findings: Findings): Omit<WerckerFile, "pipelines"> {
  const read = <T>(key: FileKey, reader: (entry: YamlEntry, field: Field) => T | undefined): T | undefined => {
    const entry = named.get(key);
    return entry === undefined ? undefined : reader(entry, { path: key, lost: key, findings });
  };
  const box = read("box", ({ value }, field) => parseBox(value, field));
  const services = read("services", (entry, field) => parseServices(entry, field));
  const commandTimeout = read("command-timeout", ({ value }, field) => readWhole(value, field));
  const noResponseTimeout = read("no-response-timeout", ({ value }, field) => readWhole(value, field));
  const sourceDir = read("source-dir", ({ value }, field) => readText(value, field));
  const ignoreFile = read("ignore-file", ({ value }, field) => readText(value, field));
  return {
    ...(box === undefined ? {} : { box }),
    ...(services === undefined ? {} : { services }),
    ...(commandTimeout === undefined ? {} : { commandTimeout }),
    ...(noResponseTimeout === undefined ? {} : { noResponseTimeout }),
    ...(sourceDir === undefined ? {} : { sourceDir }),
    ...(ignoreFile === undefined ? {} : { ignoreFile }),
    workflows: read("workflows", (entry) => parseWorkflows(entry, findings)) ?? [],
  };
}
