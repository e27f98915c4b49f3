import { formatStageReference, parseStageReference } from "../../stage-reference.ts";
import type { ListedStage } from "../../storage.ts";
import type { Repository } from "../image-reference.ts";

const rejectedSuffix = "-rejected";

/** The stages among the tags of a repository, oldest first, without those that were rejected. */
export function stagesAmong(tags: readonly string[], repository: Repository): readonly ListedStage[] {
  const rejected = new Set(tags.filter((tag) => tag.endsWith(rejectedSuffix)));
  const name = `${repository.registry}/${repository.path}`;
  return tags
    .flatMap((tag) => {
      const parsed = rejected.has(tag + rejectedSuffix) ? undefined : parseStageReference(`${name}:${tag}`);
      return parsed === undefined ? [] : [toListed(parsed)];
    })
    .sort((a, b) => a.timestampMs - b.timestampMs || (a.reference < b.reference ? -1 : 1));
}

/** `DIGEST-TIMESTAMP`. */
export function stageTag(stage: Pick<ListedStage, "digest" | "timestampMs">): string {
  return formatStageReference({ name: "", ...stage }).slice(1);
}

/** What says that a stage is not to be used (spec §7.4). */
export function rejectedTag(stage: ListedStage): string {
  return stageTag(stage) + rejectedSuffix;
}

function toListed(parsed: NonNullable<ReturnType<typeof parseStageReference>>): ListedStage {
  const { digest, timestampMs } = parsed;
  return { digest, timestampMs, reference: formatStageReference(parsed) };
}
