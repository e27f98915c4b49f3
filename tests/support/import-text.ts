import { createFilterMatcher } from "../../runtime/git/path-matcher.ts";
import type { ImportedFile } from "../../runtime/import/imported-file.ts";
import { importWerf } from "../../runtime/import/werf/import-werf.ts";
import { type BuilderError, isBuilderError } from "../../sdk/errors/builder-error.ts";
import { formatOrigin } from "../../sdk/errors/origin.ts";

interface TextOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly looseGiterminism?: boolean;
}

/** Imports a werf.yaml from files in memory; a text is the werf.yaml alone. */
export function importText(
  given: string | Readonly<Record<string, string>>,
  { env = {}, looseGiterminism = false }: TextOptions = {},
): ImportedFile {
  const files = typeof given === "string" ? { "werf.yaml": given } : given;
  const contents = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  return importWerf({
    file: "/project/werf.yaml",
    environment: env,
    looseGiterminism,
    commit: { id: "6f1c5d0b8e2a4937b1d0c3e5f7a9082b4d6e8f10", timeUnix: 1_709_214_306, timezoneMinutes: 180 },
    matchPaths: ({ includePaths, excludePaths }) =>
      createFilterMatcher({ add: "", includePaths, excludePaths }).matches,
    openFiles: () => ({ readFile: (path) => contents.get(path), list: () => [...contents.keys()].sort() }),
  });
}

/** What such an import fails with. */
export function importError(...args: Parameters<typeof importText>): BuilderError {
  try {
    importText(...args);
  } catch (error) {
    if (isBuilderError(error)) return error;
    throw error;
  }
  throw new Error("the import did not fail");
}

/** `werf.yaml:3:5` and so on. */
export function placesOf({ where }: BuilderError): readonly string[] {
  return where.map(formatOrigin);
}
