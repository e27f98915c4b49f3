import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import { contentPrefix } from "../../plan/dockerfile/content-value.ts";
import type { StagedInstruction } from "../../plan/dockerfile/staged-instructions.ts";
import { werfFrom } from "../../plan/dockerfile/werf-instruction.ts";
import { group, leaf, type Part, shownLeaf } from "../../plan/part.ts";
import { dependencyStageLabel } from "../../plan/stage-labels.ts";
import { projectLabels } from "../commit-labels.ts";
import { lastStageOf, stageIdOf } from "../needed-stage.ts";
import type { NeededStage, StageContext, WholeImageStage } from "../stage.ts";
import { addedContent } from "./added-files.ts";
import type { DockerfileSurroundings } from "./dockerfile-stage.ts";
import type { StagedPart } from "./expand-staged.ts";
import { makeFrom } from "./make-from.ts";
import { makeInstruction } from "./make-instruction.ts";
import { type ReadStaged, readStaged } from "./read-staged.ts";
import { filesChecksum, masksOf, requireCommitted, takenSince } from "./taken-files.ts";

type Context = StageContext<DockerfileNode>;

/** The stages of an image that is one stage of a Dockerfile: FROM, and each instruction but ARG (spec §6.6). */
export async function createInstructionStages(
  context: Context,
  surroundings: DockerfileSurroundings,
  part: StagedPart,
): Promise<readonly WholeImageStage<DockerfileNode>[]> {
  const read = await readStaged(context, surroundings);
  const ingredients = read.instructions.flatMap((instruction) => instruction.ingredients);
  await requireCommitted(context, read, masksOf(ingredients), surroundings.workTree);
  return [
    createFrom(read, surroundings, part),
    ...read.instructions.map((instruction) => createInstruction(read, surroundings, part, instruction)),
  ];
}

const rules = {
  isEmpty: async () => false,
  isSuitable: async () => true,
  commits: () => undefined,
} as const;

function createFrom(
  read: ReadStaged,
  surroundings: DockerfileSurroundings,
  part: StagedPart,
): WholeImageStage<DockerfileNode> {
  return {
    ...rules,
    name: "FROM",
    shownAs: read.stage.from.text,
    parts: async (context) => group("FROM", fromParts(context, read)),
    labels: async (context) => projectLabels(context),
    changedFiles: async () => [],
    shownNames: async () => (name) => name,
    make: (context) => makeFrom({ context, read, surroundings, part }),
  };
}

function fromParts({ image, profile, baseContentDigest }: Context, { evaluated, recipe }: ReadStaged): readonly Part[] {
  const { base, platform } = evaluated;
  const { syntax, escape: escapeCharacter } = recipe.dockerfile;
  const isOwn = baseContentDigest !== undefined || base.startsWith(contentPrefix);
  const reference = isOwn
    ? leaf("base image of this project", baseContentDigest ?? base)
    : shownLeaf("base image", base);
  const version = image.cacheVersion ? shownLeaf("cache version", image.cacheVersion) : undefined;
  return [
    ...(profile.dockerfileAs === "werf-lists"
      ? werfFrom(reference, version)
      : [reference, ...(version === undefined ? [] : [version])]),
    // werf knows nothing of these.
    ...(platform === undefined ? [] : [shownLeaf("platform", platform)]),
    ...(syntax === undefined ? [] : [shownLeaf("syntax", syntax)]),
    ...(escapeCharacter === "\\" ? [] : [shownLeaf("escape", escapeCharacter)]),
  ];
}

function createInstruction(
  read: ReadStaged,
  surroundings: DockerfileSurroundings,
  part: StagedPart,
  instruction: StagedInstruction,
): WholeImageStage<DockerfileNode> {
  const { name, ingredients } = instruction;
  const { line, text } = instruction.evaluated.instruction;
  const sourcesOf = (context: Context): readonly NeededStage[] =>
    instruction.stages.map(({ index }) => lastStageOf(context, part.images.get(index) ?? ""));
  return {
    ...rules,
    name,
    shownAs: text.length > 60 ? `${text.slice(0, 59)}…` : text,
    async parts(context) {
      return group(name, [
        ...(await instructionParts(context, read, surroundings, instruction)),
        ...sourcesOf(context).map(({ contentDigest }) => leaf("stage that it takes files from", contentDigest)),
      ]);
    },
    async labels(context) {
      const labels: Record<string, string> = { ...projectLabels(context) };
      // Cleaning up keeps them as long as this one.
      for (const { stored } of sourcesOf(context)) {
        if (stored !== undefined) labels[dependencyStageLabel(stageIdOf(stored))] = stageIdOf(stored);
      }
      return labels;
    },
    async changedFiles(context, since) {
      return takenSince(context, read.recipe, masksOf(ingredients), since);
    },
    shownNames: async () => (shown) =>
      /^instruction( \d+)?$/.test(shown) ? `${read.recipe.dockerfileName} line ${line}` : shown,
    make: (context) => makeInstruction({ context, read, surroundings, part, instruction }),
  };
}

async function instructionParts(
  context: Context,
  { recipe, added }: ReadStaged,
  { workTree }: DockerfileSurroundings,
  { ingredients, evaluated }: StagedInstruction,
): Promise<readonly Part[]> {
  const parts = ingredients.map(async (one): Promise<readonly Part[]> => {
    if (one.kind === "part") return [one.part];
    const own = added.filter(({ path }) => workTree?.matches(one.masks, path) === true);
    const checksum = leaf(one.name, await filesChecksum(context, recipe, one, workTree));
    return [
      // What werf makes a checksum of is the folder that it would hand to Buildah: that is nobody's to compute but its own.
      ...(context.profile.dockerfileAs === "werf-lists" ? [leaf("SourcesChecksum", "SourcesChecksum")] : []),
      checksum,
      ...own.map((file) => leaf(`${file.path} of the work tree`, addedContent(file))),
    ];
  });
  // Only a command can tell which hosts it knows.
  const hosts = evaluated.instruction.keyword === "RUN" ? context.image.addHost : [];
  return [...(await Promise.all(parts)).flat(), ...hosts.map((host) => shownLeaf("added host", host))];
}
