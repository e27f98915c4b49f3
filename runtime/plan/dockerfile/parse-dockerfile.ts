import type { Dockerfile, DockerfileStage, Instruction } from "./dockerfile.ts";
import { invalidDockerfile } from "./errors.ts";
import { readLogicalLines } from "./logical-lines.ts";
import { parseInstruction } from "./parse-instruction.ts";
import { readParserDirectives } from "./parser-directives.ts";

const keywords = new Set([
  ..."ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL".split(" "),
  ..."MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(" "),
]);

/**
 * Reads a Dockerfile as BuildKit's frontend does, as far as it takes to know what an image depends on. Errors:
 * `DOCKERFILE.INVALID`, with the line.
 *
 * @param path for messages
 */
export function parseDockerfile(text: string, path: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const directives = readParserDirectives(lines);
  const instructions = readLogicalLines(lines, directives.escape).map((line) => {
    const instruction = parseInstruction(line);
    if (instruction === undefined || (!keywords.has(instruction.keyword) && directives.syntax === undefined)) {
      throw invalidDockerfile(path, line.line, `unknown instruction: ${line.text.split(/\s/, 1)[0]}`);
    }
    return instruction;
  });
  const first = instructions.findIndex(({ keyword }) => keyword === "FROM");
  if (first < 0) throw invalidDockerfile(path, 1, "it has no FROM instruction");
  const metaArgs = instructions.slice(0, first);
  const misplaced = metaArgs.find(({ keyword }) => keyword !== "ARG");
  if (misplaced !== undefined) {
    throw invalidDockerfile(path, misplaced.line, `${misplaced.keyword} before the first FROM`);
  }
  return { ...directives, metaArgs, stages: toStages(instructions.slice(first), path) };
}

function toStages(instructions: readonly Instruction[], path: string): readonly DockerfileStage[] {
  const starts = instructions.flatMap(({ keyword }, index) => (keyword === "FROM" ? [index] : []));
  return starts.flatMap((start, index) => {
    const from = instructions[start];
    if (from === undefined) return [];
    const [, base = "", name] = /^(\S+)(?:\s+[aA][sS]\s+(\S+))?\s*$/.exec(from.rest) ?? [];
    if (base === "") throw invalidDockerfile(path, from.line, "FROM takes an image, and a name after AS");
    const own = instructions.slice(start + 1, starts[index + 1]);
    return [{ index, base, from, instructions: own, ...(name === undefined ? {} : { name }) }];
  });
}
