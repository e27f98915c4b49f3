import type { DockerfileStage } from "./dockerfile.ts";
import type { EvaluatedStage, Evaluation } from "./evaluate-dockerfile.ts";
import { parseInstruction } from "./parse-instruction.ts";

/** A stage with ONBUILD of what it starts from, another stage or an image from elsewhere, in front: it runs before anything else. */
export function withTriggers(
  { triggers }: Evaluation,
  stage: DockerfileStage,
  base: string,
  parent: EvaluatedStage | undefined,
): DockerfileStage {
  const own = parent?.stage.instructions.filter(({ keyword }) => keyword === "ONBUILD") ?? [];
  const foreign = parent === undefined ? (triggers?.get(base) ?? []) : [];
  const lines = [
    ...own.map(({ rest, line, heredocs }) => ({ text: rest, line, heredocs })),
    ...foreign.map((text) => ({ text, line: stage.from.line, heredocs: [] })),
  ];
  const instructions = lines.flatMap((line) => parseInstruction(line) ?? []);
  return { ...stage, instructions: [...instructions, ...stage.instructions] };
}
