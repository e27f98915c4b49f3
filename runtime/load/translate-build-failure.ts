import type { Message } from "esbuild";
import type { BuilderError } from "../../sdk/errors/builder-error.ts";
import { mostSimilar } from "../../sdk/errors/most-similar.ts";
import type { Origin } from "../../sdk/errors/origin.ts";
import { syntaxError, unknownExport, unresolvedImport } from "./errors.ts";
import { displayPath } from "./source-positions.ts";

/** Says in our words what esbuild could not bundle: the first finding, the others as its reason. */
export function translateBuildFailure(messages: readonly Message[], folder: string): BuilderError {
  const [first] = messages;
  if (first === undefined) return syntaxError("esbuild failed without a reason", [], []);
  const where = originOf(first, folder);
  const [, specifier] = /^Could not resolve "(.*)"/.exec(first.text) ?? [];
  if (specifier !== undefined) return unresolvedImport(specifier, where);
  const [, module, name] = /^No matching export in "(.*)" for import "(.*)"/.exec(first.text) ?? [];
  if (module !== undefined && name !== undefined) return missingExport(module, name, where);
  return syntaxError(
    first.text,
    messages.flatMap((message) => originOf(message, folder)),
    detailsOf(first),
  );
}

function originOf({ location }: Message, folder: string): readonly Origin[] {
  if (location === null) return [];
  // esbuild counts bytes from 0; people and editors count characters from 1.
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString();
  return [{ file: displayPath(location.file, folder), line: location.line, column: before.length + 1 }];
}

function missingExport(module: string, name: string, where: readonly Origin[]): BuilderError {
  const isSdk = module.startsWith("builder-sdk:") || /(^|\/)sdk\/index\.[tj]s$/.test(module);
  return isSdk ? unknownExport("builder", name, where, sdkSuggestion(name)) : unknownExport(module, name, where);
}

const sdkFunctions = ["artifact", "env", "files", "image", "project", "BuilderError", "formatOrigin", "isBuilderError"];

function sdkSuggestion(name: string): string | undefined {
  return mostSimilar(name, sdkFunctions);
}

function detailsOf(message: Message): readonly string[] {
  return message.notes.map((note) => note.text).filter((text) => text !== "");
}
