import type { ImportNode } from "../../sdk/model/import-node.ts";
import type { CompilePathTest } from "../git/repository.ts";
import { importId } from "../plan/import-id.ts";
import { importChecksumLabel, importSourceLabel } from "../plan/stage-labels.ts";
import { filesChecksum } from "../stages/files-checksum.ts";
import { stageIdOf } from "../stages/needed-stage.ts";
import type { StageContext, WithSource } from "../stages/stage.ts";
import type { StageIndex } from "./stage-index.ts";

/** How a run looks into an image to know its files; a plan does not. */
export interface ChecksumSources {
  readonly withSource: WithSource;
  readonly matchPaths: CompilePathTest;
}

/**
 * Checksums of what imports take over, for the werf profile. A stage that took over the same files of the same stage before says
 * what they were, so that a run with nothing to do looks into no image.
 */
export function createImportChecksums(
  index: StageIndex,
  sources: ChecksumSources | undefined,
): StageContext["importChecksum"] {
  const known = new Map<string, Promise<string>>();
  return async (node, stage) => {
    if (node.source.kind === "image" && stage?.stored === undefined) return undefined;
    const sourceId = stage?.stored === undefined ? undefined : stageIdOf(stage.stored);
    const remembered = sourceId === undefined ? undefined : await findRemembered(index, node, sourceId);
    if (remembered !== undefined) return remembered;
    if (sources === undefined) return undefined;
    const image = stage?.stored ?? (node.source.kind === "reference" ? node.source.reference : "");
    const key = `${importId(node)} ${typeof image === "string" ? image : image.imageId}`;
    const checksum =
      known.get(key) ?? sources.withSource(image, (source) => filesChecksum(source, node, sources.matchPaths(node)));
    known.set(key, checksum);
    return checksum;
  };
}

async function findRemembered(index: StageIndex, node: ImportNode, sourceId: string): Promise<string | undefined> {
  const id = importId(node);
  const stored = (await index.recent()).find(({ labels }) => labels[importSourceLabel(id)] === sourceId);
  return stored?.labels[importChecksumLabel(id)];
}
