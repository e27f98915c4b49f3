import { wrongYaml } from "./errors.ts";
import { isNull } from "./scalar.ts";
import type { ReplacedEntry, YamlEntry, YamlMap } from "./yaml-value.ts";

/**
 * The entries of a map by key. What comes later wins, also what a merge key brings over an entry before it; of a list of maps the
 * earlier wins (spec §1.1; YAML itself lets the map's own entries win). `onEntry` is called for each and may put an end to it.
 */
export function mergeEntries(entries: readonly YamlEntry[], onEntry: () => void): Pick<YamlMap, "merged" | "replaced"> {
  const merged = new Map<string, YamlEntry>();
  const replaced: ReplacedEntry[] = [];
  const own = new Set(entries);
  const set = (entry: YamlEntry): void => {
    onEntry();
    const earlier = merged.get(entry.key);
    if (earlier !== undefined && own.has(earlier)) replaced.push({ entry: earlier, by: entry });
    merged.set(entry.key, entry);
  };
  for (const entry of entries) {
    if (!entry.isMerge) set(entry);
    else for (const map of mergedMaps(entry)) for (const one of map.merged.values()) set(one);
  }
  return { merged, replaced };
}

/** The one that wins last. */
function mergedMaps({ value, origin }: YamlEntry): readonly YamlMap[] {
  const values = value.kind === "list" ? [...value.items].reverse() : [value];
  return values.flatMap((one) => {
    if (one.kind === "map") return [one];
    if (isNull(one)) return [];
    throw wrongYaml("only a map or a list of maps can be merged with <<", origin, "Name the anchor of a map.");
  });
}
