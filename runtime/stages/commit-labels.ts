import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { ObjectId, Repository } from "../git/repository.ts";
import { mappingCommitLabel, mappingTypeLabel, mappingVirtualMergeLabel, stageLabels } from "../plan/stage-labels.ts";
import type { StoredStage } from "../storage/storage.ts";
import { missingCommitLabel, noRepository } from "./errors.ts";
import type { StageContext } from "./stage.ts";

type Labels = Readonly<Record<string, string>>;

/** The repository of an image that has mappings. Errors: `GIT.NO_REPOSITORY`. */
export function repositoryOf({ image, repository }: StageContext): Repository {
  if (repository === undefined) throw noRepository(image);
  return repository;
}

/** The commit whose files an image with these labels has, for each mapping. Errors: `BUILD.MISSING_COMMIT_LABEL`. */
export function readCommits(labels: Labels, { image, profile }: StageContext): readonly ObjectId[] {
  return image.git.map((mapping) => {
    const label = mappingCommitLabel(profile.mappingId(mapping));
    const commit = labels[label];
    if (commit === undefined) throw missingCommitLabel(image, mapping, label);
    return commit;
  });
}

/** The labels of a stage that brings the files of all mappings to HEAD, also where a mapping itself has not changed (spec §2.6). */
export function headLabels(context: StageContext): Labels {
  const head = repositoryOf(context).head.id;
  const labels: Record<string, string> = { ...projectLabels(context) };
  for (const mapping of context.image.git) {
    const id = context.profile.mappingId(mapping);
    labels[mappingCommitLabel(id)] = head;
    labels[mappingVirtualMergeLabel(id)] = "false";
  }
  return labels;
}

/** Whether a mapping's `add` is a file or a directory: werf needs to know it to go on from our stage. */
export function typeLabel(context: StageContext, mapping: GitMappingNode, type: "file" | "directory"): Labels {
  return { [mappingTypeLabel(context.profile.mappingId(mapping))]: type };
}

/** The commit of the whole project, which every stage names that is not config alone. */
export function projectLabels({ repository }: Pick<StageContext, "repository">): Labels {
  return repository === undefined ? {} : { [stageLabels.projectCommit]: repository.head.id };
}

/** Whether the files of a stored stage are from commits that HEAD goes back to; a stage that does not say so is not used (spec §7.1). */
export async function isOfAncestors(stored: StoredStage, context: StageContext): Promise<boolean> {
  const { image, profile } = context;
  const commits = new Set<ObjectId>();
  for (const mapping of image.git) {
    const commit = stored.labels[mappingCommitLabel(profile.mappingId(mapping))];
    if (commit === undefined) return false;
    commits.add(commit);
  }
  if (commits.size === 0) return true;
  const repository = repositoryOf(context);
  for (const commit of commits) {
    if (commit !== repository.head.id && !(await repository.isAncestor(commit, repository.head.id))) return false;
  }
  return true;
}
