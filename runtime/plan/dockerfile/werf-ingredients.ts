import { leaf, shownLeaf } from "../part.ts";
import type { DockerfileStage, Instruction } from "./dockerfile.ts";
import { type EvaluatedInstruction, type Evaluation, evaluateMetaArgs, evaluateStage } from "./evaluate-dockerfile.ts";
import { expandOrKeep, expandWord } from "./expand-word.ts";
import { findStage } from "./find-stage.ts";
import { filesName, type Ingredient, instructionName } from "./ingredient.ts";
import { instructionSources } from "./instruction-sources.ts";
import { parseInstruction } from "./parse-instruction.ts";

/** What the target is made of as werf 2 lists it (spec §6.2), weaknesses included: mounts and heredocs do not count. */
export function werfIngredients(
  evaluation: Evaluation,
  target: DockerfileStage,
  addHost: readonly string[],
): readonly Ingredient[] {
  const { dockerfile } = evaluation;
  const metaArgs = evaluateMetaArgs(evaluation);
  let count = 0;
  const lists = dockerfile.stages.map((stage) => {
    const evaluated = evaluateStage(evaluation, stage, metaArgs);
    const own: Ingredient[] = [];
    const onbuild: Ingredient[] = [];
    for (const instruction of evaluated.instructions) {
      const listed = listInstruction(evaluation, instruction, instructionName(count));
      own.push(...listed.own);
      onbuild.push(...listed.onbuild);
      count += 1;
    }
    const hosts = addHost.map((host): Ingredient => ({ kind: "part", part: shownLeaf("added host", host) }));
    const base: Ingredient = { kind: "part", part: shownLeaf("base image", evaluated.base), line: stage.from.line };
    return { stage, evaluated, ingredients: [...hosts, base, ...own], onbuild };
  });
  // One pass in the order of the file: what a stage has taken in by then goes on with it.
  for (const list of lists) {
    for (const other of lists) {
      if (other === list || other.stage.name?.toLowerCase() !== list.stage.base) continue;
      list.ingredients = [...list.ingredients, ...other.ingredients, ...other.onbuild];
    }
    for (const instruction of list.evaluated.instructions) {
      for (const name of instructionSources(instruction).from) {
        const found = findStage(dockerfile, name, list.stage.index);
        const other = lists.find(({ stage }) => stage === found);
        if (other !== undefined) list.ingredients = [...list.ingredients, ...other.ingredients];
      }
    }
  }
  return lists.find(({ stage }) => stage === target)?.ingredients ?? [];
}

interface Listed {
  readonly own: readonly Ingredient[];
  readonly onbuild: readonly Ingredient[];
}

function listInstruction(evaluation: Evaluation, evaluated: EvaluatedInstruction, name: string): Listed {
  const { instruction, expand } = evaluated;
  const { line } = instruction;
  const ingredient = (value: string, partName = name): Ingredient => ({
    kind: "part",
    part: leaf(partName, value),
    line,
  });
  switch (instruction.keyword) {
    case "ARG":
      return {
        own: evaluated.args.map((arg) => ingredient(`ARG ${arg.name}=${arg.value ?? ""}`, `build arg ${arg.name}`)),
        onbuild: [],
      };
    case "ENV":
      return { own: evaluated.env.map(([key, value]) => ingredient(`ENV ${key}=${value}`)), onbuild: [] };
    case "COPY":
    case "ADD":
      return { own: [ingredient(instruction.text), ...filesOf(evaluated)], onbuild: [] };
    case "ONBUILD":
      return listTrigger(evaluation, evaluated, ingredient);
    default:
      return { own: [ingredient(expandOrKeep(expand, instruction.text))], onbuild: [] };
  }
}

function listTrigger(
  evaluation: Evaluation,
  { instruction, knownEnv }: EvaluatedInstruction,
  ingredient: (value: string) => Ingredient,
): Listed {
  const { rest, line, heredocs } = instruction;
  const inner = parseInstruction({ text: rest, line, heredocs });
  const expand = (text: string): string => expandWord(text, evaluation.dockerfile.escape, (name) => knownEnv.get(name));
  const onbuild = inner === undefined ? [] : listInner(inner, expand, ingredient);
  return { own: [ingredient(rest)], onbuild };
}

function listInner(
  instruction: Instruction,
  expand: (text: string) => string,
  ingredient: (value: string) => Ingredient,
): readonly Ingredient[] {
  const takesFiles = instruction.keyword === "COPY" || instruction.keyword === "ADD";
  const text = takesFiles ? instruction.text : expandOrKeep(expand, instruction.text);
  return [ingredient(text), ...filesOf({ instruction, args: [], env: [], knownEnv: new Map(), expand })];
}

function filesOf(evaluated: EvaluatedInstruction): readonly Ingredient[] {
  const { instruction } = evaluated;
  if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return [];
  const { context } = instructionSources(evaluated);
  return context === undefined ? [] : [{ kind: "files", name: filesName(instruction.text), masks: context }];
}
