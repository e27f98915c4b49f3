import { Bug } from "../../sdk/errors/bug.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { HeadCommit, ObjectId, Repository, VirtualMerge } from "../git/repository.ts";
import {
  mappingCommitLabel,
  mappingMergeLabels,
  mappingTypeLabel,
  mappingVirtualMergeLabel,
  stageLabels,
} from "../plan/stage-labels.ts";
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

/** Whether the files that the labels name are those of HEAD: of the same commit, or of another merge of the same two. */
export function isAtHead(labels: Labels, id: string, { id: head, merge }: HeadCommit): boolean {
  if (labels[mappingCommitLabel(id)] === head) return true;
  const merged = mergeOf(labels, id);
  return merged !== undefined && merged.from === merge?.from && merged.into === merge.into;
}

/** The commits to patch from: a virtual merge that this clone lacks is made again (spec §2.8). */
export async function baseCommits(labels: Labels, context: StageContext): Promise<readonly ObjectId[]> {
  const commits = readCommits(labels, context);
  return Promise.all(
    context.image.git.map(async (mapping, index) => {
      const commit = commits[index] ?? "";
      const id = context.profile.mappingId(mapping);
      const repository = repositoryOf(context, mapping);
      if (isAtHead(labels, id, repository.head)) return repository.head.id;
      const merged = mergeOf(labels, id);
      if (merged === undefined || (await repository.commit(commit)) !== undefined) return commit;
      return (await repository.mergeAgain(merged)) ?? commit;
    }),
  );
}

function mergeOf(labels: Labels, id: string): VirtualMerge | undefined {
  if (labels[mappingVirtualMergeLabel(id)] !== "true") return undefined;
  const names = mappingMergeLabels(id);
  const [from, into] = [labels[names.from], labels[names.into]];
  return from === undefined || into === undefined ? undefined : { from, into };
}

/** The labels of a stage that brings the files of all mappings to HEAD, also where a mapping itself has not changed (spec §2.6). */
export function headLabels(context: StageContext): Labels {
  const labels: Record<string, string> = { ...projectLabels(context) };
  for (const mapping of context.image.git) {
    const id = context.profile.mappingId(mapping);
    const { head } = repositoryOf(context, mapping);
    labels[mappingCommitLabel(id)] = head.id;
    labels[mappingVirtualMergeLabel(id)] = String(head.merge !== undefined);
    if (head.merge === undefined) continue;
    const { from, into } = mappingMergeLabels(id);
    labels[from] = head.merge.from;
    labels[into] = head.merge.into;
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
 * stage that does not say so is not used (spec §7.1). Of a virtual merge the branch counts that would be merged.
 */
export async function isOfAncestors(stored: StoredStage, context: StageContext): Promise<boolean> {
  const { image, profile } = context;
  const commits = image.git.map((mapping) => stored.labels[mappingCommitLabel(profile.mappingId(mapping))]);
  if (commits.includes(undefined)) return false;
  for (const [index, mapping] of image.git.entries()) {
    const commit = commits[index] ?? "";
    const repository = repositoryOf(context, mapping);
    const merged = mergeOf(stored.labels, profile.mappingId(mapping));
    const branch = merged?.from ?? commit;
    if (branch !== repository.head.id && !(await repository.isAncestor(branch, repository.head.id))) return false;
    if (merged !== undefined && !(await isToBeHad(stored.labels, context, mapping, commit))) return false;
  }
  return true;
}

/** Whether a later stage can go on from the files of a virtual merge. */
async function isToBeHad(
  labels: Labels,
  context: StageContext,
  mapping: GitMappingNode,
  commit: ObjectId,
): Promise<boolean> {
  const id = context.profile.mappingId(mapping);
  const repository = repositoryOf(context, mapping);
  const merged = mergeOf(labels, id);
  if (merged === undefined || isAtHead(labels, id, repository.head)) return true;
  return (await repository.commit(commit)) !== undefined || (await repository.mergeAgain(merged)) !== undefined;
}
