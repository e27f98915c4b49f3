import type { ImportedFile } from "../../runtime/import/imported-file.ts";
import { importWercker, type WerckerImport } from "../../runtime/import/wercker/import-wercker.ts";
import { type BuilderError, isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";

/** Steps that tests take for those that come with builder. */
const builtInSteps = new Map([
  ["npm-install", [{ name: "options", required: false }]],
  ["s3sync", [{ name: "source-dir", required: true }]],
  ["install-packages", [{ name: "packages", required: true }]],
]);

/** A text as the file `wercker.yml` of the project `shop`. */
export function importText(text: string, known: WerckerImport["builtInSteps"] = builtInSteps): ImportedFile {
  return importWercker({ file: "/shop/wercker.yml", content: Buffer.from(text), builtInSteps: known });
}

/** What importing a text fails with. */
export function importFailure(text: string): BuilderError {
  try {
    importText(text);
  } catch (error) {
    if (isBuilderError(error)) return error;
    throw error;
  }
  throw new Error("the file was imported");
}

/** A graph without places. */
export function withoutOrigins(graph: BuildGraph | object): unknown {
  return JSON.parse(JSON.stringify(graph, (key, value: unknown) => (key === "origin" ? undefined : value)));
}

/** `LINE:COLUMN KIND WHAT: MESSAGE` of all that is not simply translated. */
export function reportLines({ report }: ImportedFile): readonly string[] {
  return report
    .filter(({ kind }) => kind !== "translated")
    .map(({ kind, what, message, where }) => `${where[0]?.line}:${where[0]?.column} ${kind} ${what}: ${message}`);
}
