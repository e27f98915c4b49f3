import type { BuildFile } from "./build-file.ts";
import { collectNames } from "./walk-code.ts";

/** What a build.ts imports from `builder`; no constant of the file is called by one of these names. */
export const sdkNames: readonly string[] = [
  ..."artifact dockerfile env files image internal pipeline project script secret step workflow".split(" "),
];

/** Types of what functions of a build.ts return. */
const sdkTypes: readonly string[] = ["DockerOptions", "GitOptions", "ImportOptions", "MountOptions", "SecretOptions"];

/** Those that a file uses, in the order in which they are imported. */
export function usedSdkNames({ functions, statements, project }: BuildFile): readonly string[] {
  const used = new Set<string>();
  for (const { body } of functions) collectNames(body, used);
  for (const { code } of statements) collectNames(code, used);
  collectNames(project.code, used);
  const types = sdkTypes.filter((type) => functions.some(({ returns }) => returns === type));
  return [...types.map((type) => `type ${type}`), ...sdkNames.filter((name) => used.has(name))];
}
