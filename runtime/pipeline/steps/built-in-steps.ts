import { builtInFolder, builtInNames } from "./built-in-folder.ts";
import { findManifest, type StepProperty } from "./manifest.ts";
import { readFolder } from "./read-folder.ts";

/** The steps that come with builder, by name, with what each may be given. */
export async function builtInSteps(): Promise<ReadonlyMap<string, readonly StepProperty[]>> {
  const known = builtInNames().map(async (name) => {
    const { properties } = findManifest(await readFolder(builtInFolder(name) ?? ""));
    return [name, properties] as const;
  });
  return new Map(await Promise.all(known));
}
