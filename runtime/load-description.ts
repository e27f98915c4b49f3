import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { ImportedFile } from "./import/imported-file.ts";
import { fileNotFound } from "./load/errors.ts";
import { loadFile } from "./load/load-file.ts";
import type { LoadedFile, LoadHost } from "./load/loaded-file.ts";
import { sdkEntry } from "./sdk-entry.ts";
import { cacheDir, type Environment } from "./util/cache-dir.ts";
import { isYaml } from "./util/is-yaml.ts";

/** How a file is loaded. */
export interface LoadRequest {
  /** Absolute path. */
  readonly file: string;
  readonly host: LoadHost;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** What a file describes: a build.ts, or a wercker.yml through its importer. A werf.yaml needs more: see `loadWerf`. */
export async function loadDescription(request: LoadRequest): Promise<LoadedFile | ImportedFile> {
  const { file, host, environment, signal } = request;
  if (!isYaml(file)) {
    return loadFile({ file, host, cacheDir: cacheDir(environment), sdkUrl: sdkEntry(), signal });
  }
  const { importWercker } = await import("./import/wercker/import-wercker.ts");
  const { builtInSteps } = await import("./pipeline/steps/built-in-steps.ts");
  return importWercker({ file, content: readContent(file), builtInSteps: await builtInSteps() });
}

function readContent(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw fileNotFound(basename(file));
    throw error;
  }
}
