import { Bug } from "../../sdk/errors/bug.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { ObjectId, Repository } from "../git/repository.ts";
import { mappingCommitLabel, mappingTypeLabel, mappingVirtualMergeLabel, stageLabels } from "../plan/stage-labels.ts";
import type { StoredStage } from "../storage/storage.ts";
import { missingCommitLabel, noRepository } from "./errors.ts";
import type { StageContext } from "./stage.ts";

type Labels = Readonly<Record<string, string>>;

/** The repository that a mapping takes its files from; its head is the commit of the mapping. Errors: `GIT.NO_REPOSITORY`. */
export function repositoryOf({ image, repository, remotes }: StageContext, mapping: GitMappingNode): Repository {
  if (mapping.remote !== undefined) {
    const remote = remotes?.get(mapping);
    if (remote === undefined) throw new Bug(`the repository ${mapping.remote.url} was never opened`);
    return remote;
  }
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
  const labels: Record<string, string> = { ...projectLabels(context) };
  for (const mapping of context.image.git) {
    const id = context.profile.mappingId(mapping);
    labels[mappingCommitLabel(id)] = repositoryOf(context, mapping).head.id;
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

/**
 * Whether the files of a stored stage are from commits that the commits of the mappings go back to, each in its own repository; a
 * stage that does not say so is not used (spec §7.1).
 */
export async function isOfAncestors(stored: StoredStage, context: StageContext): Promise<boolean> {
  const { image, profile } = context;
  const commits = image.git.map((mapping) => stored.labels[mappingCommitLabel(profile.mappingId(mapping))]);
  if (commits.includes(undefined)) return false;
  for (const [index, mapping] of image.git.entries()) {
    const commit = commits[index] ?? "";
    const repository = repositoryOf(context, mapping);
    if (commit !== repository.head.id && !(await repository.isAncestor(commit, repository.head.id))) return false;
  }
  return true;
}
