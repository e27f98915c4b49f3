import { Bug } from "../../sdk/errors/bug.ts";
import type { DependencyNode } from "../../sdk/model/dependency-node.ts";
import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { ImportNode } from "../../sdk/model/import-node.ts";
import type { StageSlot } from "../../sdk/model/stage-slot.ts";
import { importId } from "../plan/import-id.ts";
import { group, type Part } from "../plan/part.ts";
import { dependencyStageLabel, importChecksumLabel, importSourceLabel } from "../plan/stage-labels.ts";
import type { StageName } from "../plan/stage-name.ts";
import type { StoredStage } from "../storage/storage.ts";
import { projectLabels } from "./commit-labels.ts";
import { dependencyParts, valuesOf } from "./dependency-values.ts";
import { importFiles } from "./import-files.ts";
import { importParts } from "./import-parts.ts";
import { lastStageOf, sourceStageOf, stageIdOf } from "./needed-stage.ts";
import type { Stage, StageContext } from "./stage.ts";

const names = {
  beforeInstall: "dependenciesBeforeInstall",
  afterInstall: "dependenciesAfterInstall",
  beforeSetup: "dependenciesBeforeSetup",
  afterSetup: "dependenciesAfterSetup",
} as const satisfies Record<StageSlot, StageName>;

/** Whether an image takes something over from other images at this place. */
export function hasDependenciesStage(image: ImageNode, slot: StageSlot): boolean {
  return [...image.imports, ...image.dependencies].some((node) => node.slot === slot);
}

/** Files and values of other images, all that arrive at one place in one layer (spec §5). */
export function createDependenciesStage(slot: StageSlot): Stage {
  const name = names[slot];
  return {
    name,
    isEmpty: async () => false,
    async parts(context) {
      const parts: Part[] = [];
      for (const node of importsOf(context, slot)) parts.push(...(await importParts(context, node)));
      return group(name, [
        ...parts,
        ...dependenciesOf(context, slot).flatMap((node) => dependencyParts(context, node)),
      ]);
    },
    isSuitable: async () => true,
    commits: () => undefined,
    labels: async (context) => ({
      ...projectLabels(context),
      ...(await importLabels(context, slot)),
      ...dependencyLabels(context, slot),
    }),
    async build(context) {
      for (const node of importsOf(context, slot)) {
        context.signal.throwIfAborted();
        await context.withSource(sourceOf(context, node), (source) => importFiles(context, node, source));
      }
      const added = dependenciesOf(context, slot).map((node) => valuesOf(context, node));
      return { ...context.config, env: Object.assign({ ...context.config.env }, ...added) };
    },
  };
}

function importsOf({ image }: StageContext, slot: StageSlot): readonly ImportNode[] {
  return image.imports.filter((node) => node.slot === slot);
}

function dependenciesOf({ image }: StageContext, slot: StageSlot): readonly DependencyNode[] {
  return image.dependencies.filter((node) => node.slot === slot);
}

/** What the container that the files are read from is made of. */
function sourceOf(context: StageContext, node: ImportNode): StoredStage | string {
  if (node.source.kind === "reference") return node.source.reference;
  const { stored } = sourceStageOf(context, node, node.source.image);
  if (stored === undefined)
    throw new Bug(`${context.image.name} is built before ${node.source.image}, which it imports from`);
  return stored;
}

/** Which stage the files are from, and in werf's profile what they are: whoever cleans up or builds next reads it there. */
async function importLabels(context: StageContext, slot: StageSlot): Promise<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const node of importsOf(context, slot)) {
    const id = importId(node);
    const stage = node.source.kind === "image" ? sourceStageOf(context, node, node.source.image) : undefined;
    if (stage?.stored !== undefined) labels[importSourceLabel(id)] = stageIdOf(stage.stored);
    if (context.profile.takesOverBy !== "checksum") continue;
    const checksum = await context.importChecksum(node, stage);
    if (checksum !== undefined) labels[importChecksumLabel(id)] = checksum;
  }
  return labels;
}

function dependencyLabels(context: StageContext, slot: StageSlot): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const node of dependenciesOf(context, slot)) {
    const { stored } = lastStageOf(context, node.image);
    if (stored !== undefined) labels[dependencyStageLabel(stageIdOf(stored))] = stageIdOf(stored);
  }
  return labels;
}
