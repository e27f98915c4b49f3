import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import { selectComparable } from "../plan/comparable-stage.ts";
import { explainStage } from "../plan/explain.ts";
import type { Part } from "../plan/part.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import type { StageName } from "../plan/stage-name.ts";
import { changedFiles } from "../stages/changed-files.ts";
import type { AnyStage, StageContext } from "../stages/stage.ts";
import type { StoredStage } from "../storage/storage.ts";

/** A stage that was not found, and what there is to compare it with. */
export interface Unfound {
  readonly stage: AnyStage;
  readonly context: StageContext<AnyImageNode>;
  readonly parts: Part;
  /** The newest stored stages of the project. */
  readonly stored: readonly StoredStage[];
  /** There are stages of this very digest, of commits that HEAD does not go back to. */
  readonly isUnrelated: boolean;
  /** The stage before it, if that is made anew. */
  readonly rebuiltBefore?: StageName;
}

/** Why a stage is built, in terms of what changed since its last build. */
export async function reasonFor({
  stage,
  context,
  parts,
  stored,
  isUnrelated,
  rebuiltBefore,
}: Unfound): Promise<string> {
  const wanted = { image: context.image.name, stage: stage.name };
  const { best, ...others } = await selectComparable(stored, wanted, (one) => stage.isSuitable(one, context));
  const reason = explainStage({
    stage: stage.name,
    parts,
    best,
    isUnrelated: isUnrelated || others.isUnrelated,
    rebuiltBefore,
    changedFiles: await filesChangedSince(best?.labels ?? {}, stage, context),
    ...("make" in stage ? { shownName: await stage.shownNames(context) } : {}),
  });
  return "make" in stage && stage.shownAs !== undefined ? `${stage.shownAs}: ${reason}` : reason;
}

async function filesChangedSince(
  labels: StoredStage["labels"],
  stage: AnyStage,
  context: StageContext<AnyImageNode>,
): Promise<readonly string[]> {
  const { image } = context;
  const commit = labels[stageLabels.projectCommit];
  if (image.kind === "image") return changedFiles(stage.name, { ...context, image }, commit, labels);
  if (!("make" in stage) || commit === undefined || context.repository === undefined) return [];
  const isKnown = await context.repository.isAncestor(commit, context.repository.head.id);
  return isKnown ? stage.changedFiles(context, commit) : [];
}
