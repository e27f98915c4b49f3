import type { Origin } from "../../../../sdk/errors/origin.ts";
import type { YamlDocument, YamlMap, YamlNode } from "../../yaml-tree.ts";
import type { Reading } from "./reading.ts";

/** A document by what it defines (spec §9.1). */
export type ConfigDocument =
  | { readonly kind: "meta"; readonly map: YamlMap }
  | { readonly kind: "dockerfile" | "stapel"; readonly map: YamlMap; readonly names: DocumentNames };

/** What the images of a document are called. */
export interface DocumentNames {
  /** One image for each; none where the image has no name. */
  readonly names: readonly string[];
  readonly isNameless: boolean;
  readonly isArtifact: boolean;
  readonly origin?: Origin;
}

/** Which kind a document is: by its keys, in this order. */
export function toConfigDocument({ root }: YamlDocument, reading: Reading): ConfigDocument | undefined {
  if (root === undefined) return undefined;
  if (root.kind !== "map") {
    reading.problem({
      code: "WERF.DOCUMENT",
      message: "a document must be a mapping (key: value)",
      next: ["look for a line that lost its key or its indentation"],
      where: reading.places.at(root.start),
    });
    return undefined;
  }
  const has = (key: string): boolean => root.entries.some((entry) => entry.key.text === key);
  if (has("configVersion")) return { kind: "meta", map: root };
  if (has("dockerfile") || has("image") || has("artifact")) {
    const kind = has("dockerfile") ? "dockerfile" : "stapel";
    return { kind, map: root, names: readNames(root, reading) };
  }
  const keys = root.entries.slice(0, 5).map(({ key }) => `"${key.text}"`);
  reading.problem({
    code: "WERF.DOCUMENT",
    message: `the document with ${keys.length === 0 ? "no keys" : keys.join(", ")} defines nothing that is known`,
    why: "a document begins with configVersion (the project), image or artifact",
    next: ["add image: NAME", "look for a --- line that separates a key from its document"],
    where: reading.places.at(root.start),
  });
  return undefined;
}

function readNames(root: YamlMap, reading: Reading): DocumentNames {
  const image = root.entries.find(({ key }) => key.text === "image");
  const artifact = root.entries.find(({ key }) => key.text === "artifact");
  const entry = image ?? artifact;
  const where = reading.places.at(entry?.key.start ?? root.start);
  const [origin] = where;
  if (image !== undefined && artifact !== undefined) {
    reading.problem({
      code: "WERF.CONFLICT",
      message: "a document says both `image` and `artifact`",
      next: ["keep one of them; an artifact only serves other images"],
      where: reading.places.at(artifact.key.start),
    });
  }
  const names = entry === undefined ? [] : namesIn(entry.value, entry.key.text, reading);
  return {
    names,
    isNameless: names.length === 0,
    isArtifact: image === undefined && artifact !== undefined,
    ...(origin === undefined ? {} : { origin }),
  };
}

function namesIn(value: YamlNode, key: string, reading: Reading): readonly string[] {
  if (value.kind === "scalar") return value.type === "null" || value.text === "" ? [] : [value.text];
  const items = value.kind === "list" && key === "image" ? value.items : [value];
  return items.flatMap((item) => {
    if (item.kind === "scalar" && item.type !== "null") return [item.text];
    reading.problem({
      code: "WERF.WRONG_TYPE",
      message: `"${key}" must be a name${key === "image" ? " or a list of names" : ""}`,
      next: [`write ${key}: NAME`],
      where: reading.places.at(item.start),
    });
    return [];
  });
}
