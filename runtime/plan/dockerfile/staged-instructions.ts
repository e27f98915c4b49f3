import { leaf } from "../part.ts";
import type { DigestProfile } from "../profile.ts";
import { type InstructionStageName, instructionStageName } from "../stage-name.ts";
import type { DockerfileStage } from "./dockerfile.ts";
import { notStaged } from "./errors.ts";
import type { EvaluatedInstruction, EvaluatedStage, Evaluation } from "./evaluate-dockerfile.ts";
import { findStage } from "./find-stage.ts";
import { filesName, type Ingredient, instructionName } from "./ingredient.ts";
import { instructionSources } from "./instruction-sources.ts";
import { variableNames } from "./variable-names.ts";
import { werfInstruction } from "./werf-instruction.ts";

/** An instruction that is a stage of its own. */
export interface StagedInstruction {
  readonly name: InstructionStageName;
  readonly evaluated: EvaluatedInstruction;
  /** ARG that it sees, those with a value: they are no stages, whoever sees them depends on them. */
  readonly args: ReadonlyMap<string, string>;
  /** What its digest is made of, besides the stage before it and the stages that it takes files from. */
  readonly ingredients: readonly Ingredient[];
  /** The stages of the Dockerfile that it takes files from. */
  readonly stages: readonly DockerfileStage[];
  /** The images from elsewhere that it takes files from. */
  readonly images: readonly string[];
  /** The CMD before an ENTRYPOINT, which an ENTRYPOINT on an image of its own would reset. */
  readonly keptCmd?: string;
}

/**
 * The instructions of a stage as stages. ONBUILD comes last: it is for the next image, and none of ours shall run it.
 *
 * @param listedAs what an instruction's digest is made of: what it needs, or the lists that werf makes (spec §6.6)
 */
export function stagedInstructions(
  evaluation: Evaluation,
  { stage, instructions }: EvaluatedStage,
  listedAs: DigestProfile["dockerfileAs"],
): readonly StagedInstruction[] {
  const { escape: escapeCharacter } = evaluation.dockerfile;
  const ingredientsOf = listedAs === "werf-lists" ? werfIngredientsOf : neededIngredientsOf;
  const counts = new Map<string, number>();
  const known = new Map<string, KnownArg>();
  let cmd: string | undefined;
  const staged = instructions.flatMap((evaluated): readonly StagedInstruction[] => {
    const { instruction } = evaluated;
    const { keyword, line, rest } = instruction;
    if (keyword === "ARG") {
      for (const { name, value, isGiven } of evaluated.args) {
        if (value !== undefined) known.set(name, { value, written: isGiven ? "" : rest });
      }
      return [];
    }
    const count = (counts.get(keyword) ?? 0) + 1;
    counts.set(keyword, count);
    const name = instructionStageName(keyword, count);
    if (name === undefined) throw notStaged(evaluation.path, line, keyword);
    const keptCmd = keyword === "ENTRYPOINT" ? cmd : undefined;
    if (keyword === "CMD") cmd = instruction.text;
    const sources = instructionSources(evaluated).from.map((from) => {
      return { from, stage: findStage(evaluation.dockerfile, from, stage.index) };
    });
    const isStage = (from: string): boolean => sources.some((one) => one.from === from && one.stage !== undefined);
    const args = new Map([...known].map(([arg, { value }]) => [arg, value]));
    return [
      {
        name,
        evaluated,
        args,
        ingredients: [
          ...ingredientsOf({ evaluated, known, args, keptCmd, isStage, escapeCharacter }),
          ...filesOf(evaluated),
        ],
        stages: sources.flatMap((source) => source.stage ?? []),
        images: sources.flatMap((source) => (source.stage === undefined ? [source.from] : [])),
        ...(keptCmd === undefined ? {} : { keptCmd }),
      },
    ];
  });
  const isTrigger = ({ evaluated }: StagedInstruction): boolean => evaluated.instruction.keyword === "ONBUILD";
  return [...staged.filter((one) => !isTrigger(one)), ...staged.filter(isTrigger)];
}

interface KnownArg {
  readonly value: string;
  /** The instruction where its value is a default, which may use variables that only the base image knows. */
  readonly written: string;
}

interface Listed {
  readonly evaluated: EvaluatedInstruction;
  readonly known: ReadonlyMap<string, KnownArg>;
  readonly args: StagedInstruction["args"];
  readonly keptCmd: string | undefined;
  readonly isStage: (name: string) => boolean;
  readonly escapeCharacter: string;
}

function neededIngredientsOf({ evaluated, known, keptCmd, isStage }: Listed): readonly Ingredient[] {
  const { keyword, rest, heredocs, text, line } = evaluated.instruction;
  // What a stage is called does not count: what it holds is a part of its own.
  const flags = evaluated.instruction.flags.map(([name, value]) => [
    name,
    name === "from" && isStage(value) ? "" : value,
  ]);
  const heredocTexts = heredocs.map(({ content }) => content);
  const content = JSON.stringify([keyword, flags, rest, heredocTexts, ...(keptCmd === undefined ? [] : [keptCmd])]);
  // A command sees all of them, other instructions those that they name.
  const named = new Set([text, ...heredocTexts].flatMap(variableNames));
  const seen = [...known].filter(([name]) => keyword === "RUN" || named.has(name));
  return [
    { kind: "part", part: leaf("instruction", content), line },
    ...seen.map(([name, { value, written }]) => {
      return { kind: "part", part: leaf(`build arg ${name}`, JSON.stringify([value, written])) } as const;
    }),
  ];
}

function werfIngredientsOf({ evaluated, known, args, isStage, escapeCharacter }: Listed): readonly Ingredient[] {
  const unexpandedArgs = [...known.values()].flatMap(({ written }) => (written.includes("$") ? [written] : []));
  const values = werfInstruction({ evaluated, args, unexpandedArgs, isStage, escapeCharacter });
  const { line } = evaluated.instruction;
  return values.map((value, index) => ({ kind: "part", part: leaf(instructionName(index), value), line }));
}

function filesOf(evaluated: EvaluatedInstruction): readonly Ingredient[] {
  const { context } = instructionSources(evaluated);
  return context === undefined ? [] : [{ kind: "files", name: filesName(evaluated.instruction.text), masks: context }];
}
