import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { mostSimilar } from "../../../sdk/errors/most-similar.ts";
import type { ExternalStepNode } from "../../../sdk/model/step-node.ts";
import { stepFolderMissing, unknownStep } from "../errors.ts";
import { builtInFolder, builtInNames } from "./built-in-folder.ts";
import { parseStepReference, type StepReference } from "./step-reference.ts";

/** Where the files of a step lie. */
export type StepPlace =
  /** It comes with builder. `path`: absolute. */
  | { readonly kind: "built-in"; readonly path: string }
  /** A folder of the project or of this machine. */
  | { readonly kind: "local"; readonly path: string }
  | { readonly kind: "git"; readonly reference: Extract<StepReference, { kind: "git" }> };

/**
 * Looks up a step; nothing is read or fetched. `folder`: of build.ts. Errors: `PIPELINE.UNKNOWN_STEP`, `PIPELINE.STEP_FOLDER`.
 */
export async function locateStep(node: ExternalStepNode, folder: string): Promise<StepPlace> {
  const reference = parseStepReference(node.reference);
  switch (reference.kind) {
    case "git":
      return { kind: "git", reference };
    case "folder": {
      const path = resolve(folder, reference.path);
      if (!(await isFolder(path))) throw stepFolderMissing(node, path);
      return { kind: "local", path };
    }
    case "named": {
      const path = builtInFolder(reference.name);
      if (path !== undefined) return { kind: "built-in", path };
      const names = builtInNames();
      throw unknownStep(node, names, mostSimilar(reference.name, names));
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
