import type { ImportNode } from "../../sdk/model/import-node.ts";
import { group, leaf, type Part } from "../plan/part.ts";
import { sourceStageOf } from "./needed-stage.ts";
import type { NeededStage, StageContext } from "./stage.ts";

/** What an import enters the digest with. */
export async function importParts(context: StageContext, node: ImportNode): Promise<readonly Part[]> {
  const stage = node.source.kind === "image" ? sourceStageOf(context, node, node.source.image) : undefined;
  return context.profile.takesOverBy === "content"
    ? [contentPart(node, stage)]
    : await checksumParts(context, node, stage);
}

/** How an import is called in explanations. */
function nameOf({ source, add, to }: ImportNode): string {
  return `${source.kind === "image" ? source.image : source.reference} ${add} → ${to}`;
}

/** The content of the whole image, so that nobody has to look into it; another image of a registry by its reference. */
function contentPart(node: ImportNode, stage: NeededStage | undefined): Part {
  const { source, add, to, owner = "", group: ownerGroup = "", includePaths, excludePaths } = node;
  const content =
    source.kind === "image"
      ? leaf(`the content of ${source.image}`, stage?.contentDigest ?? "")
      : leaf(`the image ${source.reference}`, source.reference);
  return group(`import ${nameOf(node)}`, [
    content,
    leaf("add", add),
    leaf("to", to),
    leaf("owner", owner),
    leaf("group", ownerGroup),
    leaf("includePaths", JSON.stringify(includePaths)),
    leaf("excludePaths", JSON.stringify(excludePaths)),
  ]);
}

/** werf's order: group before owner; masks and `add` count only by the files that they select (spec §5.2). */
async function checksumParts(
  context: StageContext,
  node: ImportNode,
  stage: NeededStage | undefined,
): Promise<readonly Part[]> {
  // Files of an image that is only planned cannot be known; a word that no checksum is makes the plan say that this is built.
  const checksum = (await context.importChecksum(node, stage)) ?? `not known before ${nameOf(node)} is there`;
  return [
    leaf(`the files of ${nameOf(node)}`, checksum),
    leaf(`target of ${nameOf(node)}`, node.to),
    leaf(`group of ${nameOf(node)}`, node.group ?? ""),
    leaf(`owner of ${nameOf(node)}`, node.owner ?? ""),
  ];
}
