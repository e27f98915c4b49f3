import { BuilderError } from "../../../sdk/errors/builder-error.ts";
import { originsOf } from "../../../sdk/errors/origin.ts";
import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";

/** `DOCKERFILE.INVALID`: the text cannot be read as a Dockerfile. */
export function invalidDockerfile(path: string, line: number, why: string): BuilderError {
  return new BuilderError({
    code: "DOCKERFILE.INVALID",
    message: `${path}, line ${line}: ${why}`,
    why: "The Dockerfile is read before it is built, to know which files and arguments the image depends on.",
    where: [{ file: path, line, column: 1 }],
  });
}

/** `DOCKERFILE.BASE`: the base image of a stage comes out empty. */
export function invalidBase(path: string, line: number, base: string): BuilderError {
  return new BuilderError({
    code: "DOCKERFILE.BASE",
    message: `${path}, line ${line}: invalid base image: ${base} is empty`,
    next: ["Give the argument in `args`, or a default in an ARG before the first FROM."],
    where: [{ file: path, line, column: 1 }],
  });
}

/** `DOCKERFILE.TARGET`: the Dockerfile has no such stage. */
export function unknownStage(
  path: string,
  target: string,
  names: readonly string[],
  image: DockerfileNode,
): BuilderError {
  return new BuilderError({
    code: "DOCKERFILE.TARGET",
    message: `image "${image.name}": ${path} has no stage "${target}"`,
    next: [names.length === 0 ? "Leave out `target`: no stage has a name." : `Its stages are ${names.join(", ")}.`],
    where: originsOf(image),
  });
}

/** `DOCKERFILE.STAGED`: an instruction of a newer frontend, of which builder does not know what it depends on. */
export function notStaged(path: string, line: number, keyword: string): BuilderError {
  return new BuilderError({
    code: "DOCKERFILE.STAGED",
    message: `${path}, line ${line}: ${keyword} cannot be a stage of its own`,
    next: ["Leave out `staged`: the engine then builds the Dockerfile as a whole."],
    where: [{ file: path, line, column: 1 }],
  });
}
