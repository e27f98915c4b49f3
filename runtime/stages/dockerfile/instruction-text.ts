import type { Dockerfile, DockerfileStage } from "../../plan/dockerfile/dockerfile.ts";
import type { StagedInstruction } from "../../plan/dockerfile/staged-instructions.ts";

export interface InstructionTextOptions {
  readonly dockerfile: Dockerfile;
  readonly stage: DockerfileStage;
  readonly instruction: StagedInstruction;
  /** Name of the image of the stage before. */
  readonly parent: string;
  /** Names of the images of the stages that it takes files from, by their places. */
  readonly sources: ReadonlyMap<number, string>;
  /** Names of the arguments that it gets. */
  readonly args: readonly string[];
}

/**
 * A Dockerfile that does one instruction on an image. The instruction is as it is written: what it calls the stages before by name or
 * number stands in their places, empty where it is not needed.
 */
export function instructionText({
  dockerfile,
  stage,
  instruction,
  parent,
  sources,
  args,
}: InstructionTextOptions): string {
  const { text, heredocs } = instruction.evaluated.instruction;
  const earlier = sources.size === 0 ? [] : dockerfile.stages.slice(0, stage.index);
  return [
    ...(dockerfile.syntax === undefined ? [] : [`# syntax=${dockerfile.syntax}`]),
    ...(dockerfile.escape === "\\" ? [] : [`# escape=${dockerfile.escape}`]),
    ...earlier.map(({ index, name }) => {
      return `FROM ${sources.get(index) ?? "scratch"}${name === undefined ? "" : ` AS ${name}`}`;
    }),
    `FROM ${parent}`,
    ...args.map((name) => `ARG ${name}`),
    text,
    ...heredocs.map(({ name, content }) => `${content}${name}`),
    ...(instruction.keptCmd === undefined ? [] : [instruction.keptCmd]),
    "",
  ].join("\n");
}
