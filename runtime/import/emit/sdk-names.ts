import type { BuildFile } from "./build-file.ts";
import { collectNames } from "./walk-code.ts";

/** What a build.ts imports from `builder`; no constant of the file is called by one of these names. */
export const sdkNames: readonly string[] = [
  ..."artifact dockerfile env files image internal pipeline project script secret step workflow".split(" "),
];

/** Those that a file uses, in the order in which they are imported. */
export function usedSdkNames({ statements, project }: BuildFile): readonly string[] {
  const used = new Set<string>();
  for (const { code } of statements) collectNames(code, used);
  collectNames(project.code, used);
  return sdkNames.filter((name) => used.has(name));
}
