import { mostSimilar } from "../../../sdk/errors/most-similar.ts";
import type { Findings } from "./findings.ts";
import type { YamlEntry, YamlMap } from "./yaml-value.ts";

/** Reports a key that wercker had no use for, with the one that was meant most likely. */
export function noteUnknownKey(
  { key, origin }: YamlEntry,
  path: string,
  known: readonly string[],
  findings: Findings,
  of?: string,
): void {
  const similar = mostSimilar(key, known);
  findings.note({
    kind: "left-out",
    what: `${path}.${key}`,
    ...(of === undefined ? {} : { of }),
    message: `wercker did not know ${key} and ignored it${similar === undefined ? "" : `: did you mean ${similar}?`}`,
    where: [origin],
  });
}

/** Reports entries that have no effect, because the same key comes again or is merged over them. */
export function noteReplaced(map: YamlMap, path: string, findings: Findings, of?: string): void {
  for (const { entry, by } of map.replaced) {
    const isOwn = map.entries.includes(by);
    findings.note({
      kind: isOwn ? "left-out" : "approximated",
      what: `${path}.${entry.key}`,
      ...(of === undefined ? {} : { of }),
      message: isOwn
        ? `${entry.key} is written twice, the later one counts: remove this one`
        : `a merge key after ${entry.key} takes its place, as in wercker: write << first if ${entry.key} is to win`,
      where: [entry.origin, by.origin],
    });
  }
}
