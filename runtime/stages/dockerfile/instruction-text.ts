import type { Dockerfile, DockerfileStage, Instruction } from "../../plan/dockerfile/dockerfile.ts";
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
  /** What runs commands that are no list of words: SHELL, or none. */
  readonly shell: readonly string[] | undefined;
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
  shell,
}: InstructionTextOptions): string {
  const earlier = sources.size === 0 ? [] : dockerfile.stages.slice(0, stage.index);
  return [
    ...(dockerfile.syntax === undefined ? [] : [`# syntax=${dockerfile.syntax}`]),
    ...(dockerfile.escape === "\\" ? [] : [`# escape=${dockerfile.escape}`]),
    ...earlier.map(({ index, name }) => {
      return `FROM ${sources.get(index) ?? "scratch"}${name === undefined ? "" : ` AS ${name}`}`;
    }),
    `FROM ${parent}`,
    ...args.map((name) => `ARG ${name}`),
    ...instructionLines(instruction.evaluated.instruction, shell),
    ...(instruction.keptCmd === undefined ? [] : [instruction.keptCmd]),
    "",
  ].join("\n");
}

/**
 * As it is written; a command with heredocs as the list of words that the engine's newer frontends make of it, which the older ones
 * know as well.
 */
function instructionLines(
  { keyword, text, flags, rest, heredocs }: Instruction,
  shell: readonly string[] = ["/bin/sh", "-c"],
): readonly string[] {
  const bodies = heredocs.map(({ name, content }) => `${content}${name}`);
  const [first] = heredocs;
  if (keyword !== "RUN" || first === undefined || first.content.startsWith("#!")) return [text, ...bodies];
  // A heredoc alone is the script itself.
  const isScript = heredocs.length === 1 && /^<<-?(["']?)[^"'\s]+\1$/.test(rest.trim());
  const command = isScript ? first.content : [rest, ...bodies].join("\n");
  const options = flags.map(([name, value]) => ` --${name}${value === "" ? "" : `=${value}`}`);
  return [`RUN${options.join("")} ${JSON.stringify([...shell, command])}`];
}
