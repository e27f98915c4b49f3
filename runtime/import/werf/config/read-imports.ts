import { createImportNode, type ImportNode, type ImportSource } from "../../../../sdk/model/import-node.ts";
import { type UserStageName, userStageNames } from "../../../../sdk/model/user-stage-name.ts";
import { given } from "./given.ts";
import { type ImageNames, readImageName } from "./image-names.ts";
import { readAbsolutePath, readRelativePaths } from "./read-paths.ts";
import { readSlot } from "./read-slot.ts";
import type { Section } from "./section.ts";

const sourceKeys = ["from", "image", "artifact"] as const;
const known = [
  ...sourceKeys,
  ...["add", "to", "owner", "group", "includePaths", "excludePaths", "before", "after", "stage"],
];

/** `import` (spec §5.1). */
export function readImports(image: Section, names: ImageNames, own: readonly string[]): readonly ImportNode[] {
  return image.sections("import", known).flatMap((item) => readImport(item, names, own) ?? []);
}

function readImport(item: Section, names: ImageNames, own: readonly string[]): ImportNode | undefined {
  const source = readSource(item, names, own);
  const add = readAbsolutePath(item, "add");
  const to = add === undefined && !item.has("to") ? undefined : readAbsolutePath(item, "to", add);
  const slot = readSlot(item);
  const stage = readStage(item);
  const owner = item.text("owner");
  const group = item.text("group");
  const includePaths = readRelativePaths(item, "includePaths");
  const excludePaths = readRelativePaths(item, "excludePaths");
  if (source === undefined || add === undefined || to === undefined || slot === undefined) return undefined;
  return createImportNode({
    source,
    add,
    to,
    slot,
    ...given(stage, (value) => ({ stage: value })),
    ...given(owner, (value) => ({ owner: value })),
    ...given(group, (value) => ({ group: value })),
    includePaths,
    excludePaths,
    ...item.origin,
  });
}

/** A name with a tag or a digest is one of a registry (werf 2). */
function readSource(item: Section, names: ImageNames, own: readonly string[]): ImportSource | undefined {
  const [key, other] = sourceKeys.filter((name) => item.has(name));
  if (key === undefined || other !== undefined) {
    item.problem(other ?? "image", {
      code: "WERF.IMPORT_SOURCE",
      message: key === undefined ? "an import says not where from" : `an import says both \`${key}\` and \`${other}\``,
      next: ["name one image: image: NAME, artifact: NAME, or from: NAME"],
    });
    return undefined;
  }
  const name = item.text(key);
  if (name !== undefined && key !== "artifact" && /[:@]/.test(name) && names.find(name) === undefined) {
    return { kind: "reference", reference: name };
  }
  const image = readImageName(item, key, names, own);
  return image === undefined ? undefined : { kind: "image", image };
}

function readStage(item: Section): UserStageName | undefined {
  const text = item.text("stage");
  const stage = userStageNames.find((name) => name === text);
  if (text !== undefined && stage === undefined) {
    item.problem("stage", {
      code: "WERF.STAGE",
      message: `\`stage: ${text}\` names no stage that can be imported from`,
      next: [`write one of ${userStageNames.join(", ")}, or leave it out for the last one`],
    });
  }
  return stage;
}
