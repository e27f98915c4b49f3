import type { Change } from "../git/repository.ts";
import { group, leaf } from "../plan/part.ts";
import { applyPatch } from "./apply-patch.ts";
import { headLabels, isOfAncestors, readCommits } from "./commit-labels.ts";
import { filterOf } from "./mapping-paths.ts";
import type { MappingPatch, PatchReader } from "./patch-reader.ts";
import { runCommands } from "./run-commands.ts";
import type { Stage, StageContext } from "./stage.ts";

/** Changes that no stage depends on: the small layer that a new commit costs. */
export function createGitLatestPatchStage(patches: PatchReader): Stage {
  return {
    name: "gitLatestPatch",
    isEmpty: async (context) =>
      patches.isUpToDate(context) || (await patches.read(context)).every(({ changes }) => changes.length === 0),
    async parts(context) {
      const read = await patches.read(context);
      const values = await Promise.all(read.map((patch) => patchValue(context, patch)));
      return group(
        "gitLatestPatch",
        read.map(({ mapping }, index) => leaf(`patch of ${mapping.add} → ${mapping.to}`, values[index] ?? "")),
      );
    },
    isSuitable: isOfAncestors,
    commits: readCommits,
    labels: async (context) => headLabels(context),
    async build(context) {
      const commands = await applyPatch(context.container, await patches.read(context));
      await runCommands(context, "gitLatestPatch", commands, []);
      return context.config;
    },
  };
}

async function patchValue(
  { profile }: StageContext,
  { mapping, repository, base, head, changes }: MappingPatch,
): Promise<string> {
  if (changes.length === 0) return "";
  if (profile.patchAs === "text") return repository.patch(base, head, filterOf(mapping));
  return JSON.stringify(changes.map(changeValue));
}

function changeValue({ path, before, after }: Change): readonly (string | undefined)[] {
  return [path, before?.mode ?? "", before?.id ?? "", after?.mode ?? "", after?.id ?? ""];
}
