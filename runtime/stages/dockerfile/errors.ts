import { BuilderError } from "../../../sdk/errors/builder-error.ts";
import { originsOf } from "../../../sdk/errors/origin.ts";
import type { AnyImageNode } from "../../../sdk/model/any-image-node.ts";
import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { Instruction } from "../../plan/dockerfile/dockerfile.ts";

export function dockerfileMissing(image: DockerfileNode, path: string): BuilderError {
  return new BuilderError({
    code: "DOCKERFILE.MISSING",
    message: `image "${image.name}": the commit has no file ${path}`,
    why: "The Dockerfile is read from the commit, never from the work tree.",
    next: [
      `if it exists on disk, commit it: git add ${path} && git commit`,
      "see that `dockerfile` is relative to `context`, and `context` to the folder of build.ts",
    ],
    where: originsOf(image),
  });
}

export function stageNameTaken(taken: AnyImageNode, image: DockerfileNode): BuilderError {
  return new BuilderError({
    code: "GRAPH.DUPLICATE_NAME",
    message: `an image and a stage of the Dockerfile of "${image.name}" have the name "${taken.name}"`,
    why: "With `staged: true` each stage of a Dockerfile is an image, IMAGE/stage-NAME.",
    next: ["give the image another name", "give the stage another name, behind AS in its FROM"],
    where: originsOf(taken, image),
  });
}

export function dockerfileWithoutRepository(image: DockerfileNode): BuilderError {
  return new BuilderError({
    code: "GIT.NO_REPOSITORY",
    message: `image "${image.name}" takes its Dockerfile from git, but this folder is in no git repository`,
    next: ["git init, and commit the files"],
    where: originsOf(image),
  });
}

export function noRegistryDigest(image: DockerfileNode): BuilderError {
  return new BuilderError({
    code: "BUILD.NO_IMAGE_DIGEST",
    message: `image "${image.name}": a build argument is to get ImageDigest, which only a registry gives`,
    next: ["keep the stages in a registry", "use ImageID or ImageName"],
    where: originsOf(image),
  });
}

export function wrongImagePlatform(image: DockerfileNode, reference: string, found: string): BuilderError {
  return new BuilderError({
    code: "ENGINE.WRONG_PLATFORM",
    message: `image "${image.name}": ${reference} is for ${found}, not for ${image.platform}`,
    why: "Neither the engine nor the registry has it for the platform that `platform` asks for.",
    next: [`use an image that exists for ${image.platform}`, "leave out `platform`"],
    where: originsOf(image),
  });
}

export interface DockerfileFailure {
  readonly image: DockerfileNode;
  readonly path: string;
  /** The instruction that failed, where that could be told. */
  readonly instruction?: Instruction;
  /** What the engine said. */
  readonly message: string;
  readonly lastLines: readonly string[];
}

export function dockerfileFailed({ image, path, instruction, message, lastLines }: DockerfileFailure): BuilderError {
  const line = instruction?.line ?? Number(/line (\d+)/.exec(message)?.[1] ?? 0);
  const exitCode = /exit code: (\d+)/.exec(message)?.[1];
  const what = exitCode === undefined ? message : `ended with exit code ${exitCode}`;
  const where = line === 0 ? [] : [{ file: path, line, column: 1 }];
  return new BuilderError({
    code: "BUILD.DOCKERFILE_FAILED",
    message: `image "${image.name}", ${path}${line === 0 ? "" : `, line ${line}`}: ${what}`,
    why: [instruction?.text ?? "", ...lastLines.map((text) => `  ${text}`)].filter(Boolean).join("\n") || undefined,
    next: nextSteps(message),
    where: [...where, ...originsOf(image)],
  });
}

function nextSteps(message: string): readonly string[] {
  if (/unknown instruction|unexpected end of statement|heredoc/i.test(message)) {
    return [
      "if a heredoc is meant: it takes Docker Engine 23 or newer, or `# syntax=docker/dockerfile:1` as the first line",
    ];
  }
  if (/the --mount option requires BuildKit/i.test(message)) return ["unset DOCKER_BUILDKIT, if it is 0"];
  return [];
}
