import { group, leaf } from "../plan/part.ts";
import { applyPatch } from "./apply-patch.ts";
import { headLabels, isOfAncestors, readCommits } from "./commit-labels.ts";
import { filterOf } from "./mapping-paths.ts";
import type { MappingPatch, PatchReader } from "./patch-reader.ts";
import { runCommands } from "./run-commands.ts";
import type { Stage, StageContext } from "./stage.ts";

/** A new layer of sources is laid down each time that the changes have grown by this much. */
const stepBytes = 1024 * 1024;

/** Keeps gitLatestPatch small: takes over the changes once they amount to a MiB (spec §2.6). */
export function createGitCacheStage(patches: PatchReader): Stage {
  // isEmpty and parts ask for the same number, which takes werf's profile a whole diff.
  const steps = new Map<string, Promise<number>>();
  const countSteps = async (context: StageContext): Promise<number> => {
    const read = await patches.read(context);
    const key = read.map(({ base, head }) => `${base} ${head}`).join(" ");
    const known = steps.get(key) ?? measure(context, read).then((bytes) => Math.floor(bytes / stepBytes));
    steps.set(key, known);
    return known;
  };
  return {
    name: "gitCache",
    isEmpty: async (context) => patches.isUpToDate(context) || (await countSteps(context)) === 0,
    parts: async (context) => group("gitCache", [leaf("MiB of changes", String(await countSteps(context)))]),
    isSuitable: isOfAncestors,
    commits: readCommits,
    labels: async (context) => headLabels(context),
    async build(context) {
      const commands = await applyPatch(context.container, await patches.read(context));
      await runCommands(context, "gitCache", commands, []);
      return context.config;
    },
  };
}

/** werf weighs the text of the whole diff; for builder the changed contents are enough and cost nothing. */
async function measure({ profile }: StageContext, patches: readonly MappingPatch[]): Promise<number> {
  let bytes = 0;
  for (const { mapping, repository, base, head, changes } of patches) {
    if (changes.length === 0) continue;
    bytes +=
      profile.patchAs === "text"
        ? Buffer.byteLength(await repository.patch(base, head, filterOf(mapping), { whole: true }))
        : changes.reduce((sum, change) => sum + (change.after?.sizeBytes ?? 0), 0);
  }
  return bytes;
}
