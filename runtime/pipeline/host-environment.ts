import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Environment } from "../util/cache-dir.ts";
import { parseEnvironmentFile } from "./environment-file.ts";
import { environmentFileMissing } from "./errors.ts";

/** Looked for beside build.ts when no file is named; the first that is there. */
const usualFiles = ["ENVIRONMENT", ".env"];
const proxies = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/**
 * What a pipeline may take from the machine: its environment, with what a file adds to it. What is set and not empty wins over the file, and
 * proxies reach the box although nobody put `X_` in front of them (spec §3.6, §3.7). Error: `PIPELINE.ENVIRONMENT_FILE`.
 */
export async function hostEnvironment(
  environment: Environment,
  folder: string,
  file: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) found.set(name, value);
  for (const [name, value] of await fileVariables(environment, folder, file)) {
    if (!found.get(name)) found.set(name, value);
  }
  for (const name of proxies) {
    const value = found.get(name);
    if (value !== undefined && !found.has(`X_${name}`)) found.set(`X_${name}`, value);
  }
  return found;
}

async function fileVariables(
  environment: Environment,
  folder: string,
  file: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const named = file ?? environment.WERCKER_ENVIRONMENT_FILE;
  if (named) {
    const path = resolve(file === undefined ? folder : process.cwd(), named);
    const text = await readFile(path, "utf8").catch((cause: unknown) => {
      throw environmentFileMissing(path, cause);
    });
    return parseEnvironmentFile(text);
  }
  for (const name of usualFiles) {
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (text !== undefined) return parseEnvironmentFile(text);
  }
  return new Map();
}
