import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of known values beside the project; undefined where the folder is not there. The caller says what it holds. */
export function readSharedVectors<T>(name: string): T | undefined {
  const path = fileURLToPath(new URL(`../../../shared/vectors/${name}`, import.meta.url));
  if (!existsSync(path)) return undefined;
  const content: T = JSON.parse(readFileSync(path, "utf8"));
  return content;
}
