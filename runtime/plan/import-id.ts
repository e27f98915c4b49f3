import type { ImportNode } from "../../sdk/model/import-node.ts";
import { sha256hash } from "./digest.ts";

/** Names an import by what it says; part of label names only (werf's importID, spec §5.3). */
export function importId(node: ImportNode): string {
  const { source, slot } = node;
  const place = slot.endsWith("Install") ? "install" : "setup";
  return sha256hash(
    ...["ImageName", source.kind === "image" ? source.image : source.reference],
    ...["ArtifactName", ""],
    ...["Stage", node.stage ?? ""],
    ...["After", slot.startsWith("after") ? place : ""],
    ...["Before", slot.startsWith("before") ? place : ""],
    ...["Add", node.add],
    ...["To", node.to],
    ...["Group", node.group ?? ""],
    ...["Owner", node.owner ?? ""],
    ...["IncludePaths", node.includePaths.join("///")],
    ...["ExcludePaths", node.excludePaths.join("///")],
  );
}
