import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Bug } from "../../sdk/errors/bug.ts";

/** Where the types of the running copy's SDK are: beside the built package, or in its source. */
export function sdkTypes(): string {
  const here = fileURLToPath(import.meta.url);
  const candidate = here.endsWith(".ts") ? join("sdk", "index.ts") : join("sdk", "index.d.ts");
  for (let folder = dirname(here); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, candidate);
    if (existsSync(path)) return path;
  }
  throw new Bug(`${candidate} is missing beside ${here}`);
}
