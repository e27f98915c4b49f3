import { leaf, type Part, shownLeaf } from "../part.ts";
import { contentPrefix } from "./content-value.ts";
import type { DockerfileStage } from "./dockerfile.ts";
import {
  type EvaluatedInstruction,
  type EvaluatedStage,
  type Evaluation,
  evaluateBase,
  evaluateMetaArgs,
  evaluateStage,
} from "./evaluate-dockerfile.ts";
import { findStage } from "./find-stage.ts";
import { filesName, type Ingredient, instructionName } from "./ingredient.ts";
import { instructionSources } from "./instruction-sources.ts";
import { neededStages } from "./needed-stages.ts";
import { withTriggers } from "./with-triggers.ts";

/**
 * What the target is made of under builder's own digests: the stages that it needs and no others, instructions as they are
 * written with their heredocs, the arguments that reach them, and the files that they take.
 */
export function builderIngredients(evaluation: Evaluation, target: DockerfileStage): readonly Ingredient[] {
  const { escape: escapeCharacter, syntax } = evaluation.dockerfile;
  const metaArgs = evaluateMetaArgs(evaluation);
  const needed = neededStages(evaluation, target);
  const evaluated = new Map<number, EvaluatedStage>();
  const ingredients: Ingredient[] = [
    ...(syntax === undefined ? [] : [{ kind: "part", part: shownLeaf("syntax", syntax) } as const]),
    ...(escapeCharacter === "\\" ? [] : [{ kind: "part", part: shownLeaf("escape", escapeCharacter) } as const]),
  ];
  let count = 0;
  for (const stage of needed) {
    const base = evaluateBase(evaluation, stage, metaArgs);
    const parent = evaluated.get(findStage(evaluation.dockerfile, base, stage.index)?.index ?? -1);
    const own = evaluateStage(evaluation, withTriggers(evaluation, stage, base, parent), metaArgs, parent?.env);
    evaluated.set(stage.index, own);
    const nameOf = (name: string): string => {
      const found = findStage(evaluation.dockerfile, name, stage.index);
      return found === undefined ? name : `stage ${needed.indexOf(found) + 1}`;
    };
    ingredients.push({ kind: "part", part: basePart(nameOf(own.base)), line: stage.from.line });
    if (own.platform !== undefined) ingredients.push({ kind: "part", part: shownLeaf("platform", own.platform) });
    for (const instruction of own.instructions) {
      ingredients.push(...instructionIngredients(instruction, count, nameOf));
      count += 1;
    }
  }
  return ingredients;
}

/** The name of an image of the graph says nothing to people: it stands for what that image holds. */
function basePart(base: string): Part {
  return base.startsWith(contentPrefix) ? leaf("base image of this project", base) : shownLeaf("base image", base);
}

function instructionIngredients(
  evaluated: EvaluatedInstruction,
  index: number,
  nameOf: (stage: string) => string,
): readonly Ingredient[] {
  const { instruction } = evaluated;
  const { keyword, flags, rest, heredocs, line } = instruction;
  const shownFlags = flags.map(([name, value]) => [name, name === "from" ? nameOf(value) : value]);
  const content = JSON.stringify([keyword, shownFlags, rest, heredocs.map((heredoc) => heredoc.content)]);
  const { context } = instructionSources(evaluated);
  return [
    { kind: "part", part: leaf(instructionName(index), content), line },
    ...evaluated.args
      .filter(({ isGiven }) => isGiven)
      .map(({ name, value }) => ({ kind: "part", part: leaf(`build arg ${name}`, value ?? "") }) as const),
    ...(context === undefined ? [] : [{ kind: "files", name: filesName(instruction.text), masks: context } as const]),
  ];
}
