import type { YamlMap, YamlNode } from "../../yaml-tree.ts";
import { isVersion2 } from "./dialect.ts";
import type { ConfigDocument } from "./document.ts";
import type { Reading } from "./reading.ts";
import { reportEntry } from "./report-recorder.ts";

/** What werf 3 has removed (spec §14). */
const removed = ["artifact", "fromImage", "fromArtifact", "ansible", "docker"];
const removedOfImport = ["image", "artifact", "stage"];

/**
 * Nothing in a werf.yaml says that it is of werf 3: it is one of werf 2 without what werf 3 has removed. Of such a one the report says
 * where werf 3 takes something for something else.
 */
export function noteVersion3(documents: readonly ConfigDocument[], reading: Reading): void {
  if (!isVersion2(documents) || !documents.every(isOfVersion3)) return;
  for (const { map } of documents) {
    note(
      map,
      "configVersion",
      "is not needed; the digests are those of werf 1.2 and 2: what werf 3 has pushed is not found, and built once anew",
    );
    if (isOn(map, "staged"))
      note(
        map,
        "staged",
        "{ staged: true }, as werf 2 does it with WERF_STAGED_DOCKERFILE_VERSION=v1; in werf 3 v2 is usual",
      );
    for (const item of itemsOf(map, "import")) {
      note(
        item,
        "from",
        ".import(), known by the files that it takes as in werf 2; werf 3 goes by the image that they are in",
        "import.from",
      );
    }
  }

  function note(map: YamlMap, key: string, message: string, what = key): void {
    const at = map.entries.find((entry) => entry.key.text === key)?.key.start;
    if (at === undefined) return;
    reading.report.add(reportEntry("translated", what, undefined, message, reading.places.at(at)), at);
  }
}

function isOfVersion3(document: ConfigDocument): boolean {
  const { kind, map } = document;
  if (kind !== "meta" && document.names.isNameless) return false;
  return !hasAny(map, removed) && !itemsOf(map, "import").some((item) => hasAny(item, removedOfImport));
}

function isOn(map: YamlMap, key: string): boolean {
  const value = map.entries.find((entry) => entry.key.text === key)?.value;
  return value?.kind === "scalar" && /^(?:y|yes|true|on)$/i.test(value.text);
}

function hasAny(map: YamlMap, keys: readonly string[]): boolean {
  return map.entries.some(({ key }) => keys.includes(key.text));
}

function itemsOf(map: YamlMap, key: string): readonly YamlMap[] {
  const value: YamlNode | undefined = map.entries.find((entry) => entry.key.text === key)?.value;
  return value?.kind === "list" ? value.items.flatMap((item) => (item.kind === "map" ? [item] : [])) : [];
}
