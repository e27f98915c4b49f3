import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Bug } from "../sdk/errors/bug.ts";

/** File URL of the running copy's SDK: what `builder` means in every build.ts. Beside the built package, or in its source. */
export function sdkEntry(): string {
  const here = fileURLToPath(import.meta.url);
  const entry = join("sdk", here.endsWith(".ts") ? "index.ts" : "index.js");
  for (let folder = dirname(here); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, entry);
    if (existsSync(path)) return pathToFileURL(path).href;
  }
  throw new Bug(`${entry} is missing beside ${here}`);
}
