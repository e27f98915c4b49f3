import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { SourceStageName } from "../../sdk/model/user-stage-name.ts";
import { sha256 } from "../plan/digest.ts";
import { group, leaf, type PartGroup } from "../plan/part.ts";
import { repositoryOf } from "./commit-labels.ts";
import { unmatchedMask } from "./errors.ts";
import { filterOf } from "./mapping-paths.ts";
import type { StageContext } from "./stage.ts";

/**
 * What a user stage depends on in git: for each mapping a checksum of the files that the stage's masks select at HEAD. The
 * masks themselves do not count: other masks that select the same files rebuild nothing.
 */
export async function stageDependencies(stage: SourceStageName, context: StageContext): Promise<PartGroup> {
  const checksums = await Promise.all(context.image.git.map((mapping) => maskedChecksum(stage, mapping, context)));
  const leaves = context.image.git.map((mapping, index) =>
    leaf(`files of ${mapping.add} → ${mapping.to}`, checksums[index] ?? ""),
  );
  return group("stage dependencies", leaves);
}

/** "" without masks; masks that select nothing leave the hash of nothing (spec §1.6). */
async function maskedChecksum(stage: SourceStageName, mapping: GitMappingNode, context: StageContext): Promise<string> {
  const masks = mapping.stageDependencies[stage];
  if (masks.length === 0) return "";
  const repository = repositoryOf(context, mapping);
  const listings = await Promise.all(
    masks.map((mask) => repository.match(repository.head.id, filterOf(mapping, mask))),
  );
  for (const [index, entries] of listings.entries()) {
    if (entries.length === 0) context.onWarning(unmatchedMask(context.image, mapping, stage, masks[index] ?? ""));
  }
  return sha256(listings.map(context.profile.entriesChecksum).join(""));
}
