import type { YamlMap } from "../../yaml-tree.ts";
import type { ConfigDocument } from "./document.ts";

/** Directives that only werf 2 and later know (spec §9), by the kind of document that they stand in. */
const onlyVersion2 = {
  meta: ["build"],
  dockerfile: ["cacheVersion", "final", "platform", "secrets", "imageSpec", "staged"],
  stapel: ["cacheVersion", "final", "platform", "network", "secrets", "imageSpec", "disableGitAfterPatch"],
} as const;

/** Whether a configuration uses anything that werf 1.2 would refuse. */
export function isVersion2(documents: readonly ConfigDocument[]): boolean {
  return documents.some(
    ({ kind, map }) => onlyVersion2[kind].some((key) => hasKey(map, key)) || hasVersion2Import(map),
  );
}

function hasKey(map: YamlMap, key: string): boolean {
  return map.entries.some((entry) => entry.key.text === key);
}

function hasVersion2Import(map: YamlMap): boolean {
  const imports = map.entries.find(({ key }) => key.text === "import")?.value;
  if (imports?.kind !== "list") return false;
  return imports.items.some((item) => item.kind === "map" && hasKey(item, "from"));
}
