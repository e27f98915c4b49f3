import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { ImageId } from "../../engine/engine.ts";
import type { PathFilter, Repository } from "../../git/repository.ts";
import { externalImages } from "../../plan/dockerfile/needed-stages.ts";
import type { TarEntry } from "../../util/archive.ts";
import { createLastLines } from "../last-lines.ts";
import type { WholeImageContext } from "../stage.ts";
import { contextTar } from "./context-tar.ts";
import { engineArgs } from "./dependency-args.ts";
import { dockerfileFailed } from "./errors.ts";
import { findInstruction } from "./failed-instruction.ts";
import { pullBase } from "./pull-base.ts";
import type { Recipe } from "./recipe.ts";

/** Lines of output that an error repeats. */
const shownLines = 20;

export interface ImageMaking {
  readonly context: WholeImageContext<DockerfileNode>;
  readonly recipe: Recipe;
  readonly added: readonly TarEntry[];
  readonly project: string;
  readonly platform: string;
  readonly repository: Repository;
}

/** Has the engine build the Dockerfile. Errors: `BUILD.DOCKERFILE_FAILED`, and those of pulling base images. */
export async function makeImage(making: ImageMaking): Promise<ImageId> {
  const { context, recipe, added, project, platform, repository } = making;
  const { image, engine, imageLabels, secrets, onLine, signal } = context;
  const args = engineArgs(context, project);
  await pullMissing(making, args);
  const lastLines = createLastLines(shownLines);
  const built = await engine.buildDockerfile(
    {
      context: await contextTar(repository, contextFilter(recipe), [...recipe.uncommitted, ...added]),
      dockerfile: recipe.dockerfileName,
      hidden: recipe.hidden,
      args,
      addHost: image.addHost,
      secrets,
      platform,
      labels: imageLabels,
      ...(image.target === undefined ? {} : { target: image.target }),
      ...(image.network === undefined ? {} : { network: image.network }),
      ...(image.ssh === undefined ? {} : { ssh: image.ssh }),
    },
    (stream, line) => {
      lastLines.add(line);
      onLine(stream, line);
    },
    signal,
  );
  if (built.kind === "built") return built.imageId;
  const instruction = built.step === undefined ? undefined : findInstruction(recipe, built.step);
  throw dockerfileFailed({
    image,
    path: recipe.dockerfilePath,
    message: built.message,
    lastLines: lastLines.all(),
    ...(instruction === undefined ? {} : { instruction }),
  });
}

/** Without what .dockerignore leaves out, and with what is hidden. */
function contextFilter({ contextPath, ignore, hidden }: Recipe): PathFilter {
  const seen = [...ignore, ...hidden.map((path) => `!${path}`)];
  return { add: contextPath, includePaths: [], excludePaths: [], ignore: seen };
}

/** Fetched first: with the user's credentials and with progress, which a build of the engine's has neither of. */
async function pullMissing(
  { context, recipe, platform }: ImageMaking,
  args: Readonly<Record<string, string>>,
): Promise<void> {
  const evaluation = {
    dockerfile: recipe.dockerfile,
    path: recipe.dockerfilePath,
    args: new Map(Object.entries(args)),
    platform,
  };
  for (const { reference, isForTarget } of externalImages(evaluation, recipe.target)) {
    await pullBase(context, reference, isForTarget ? context.image.platform : undefined);
  }
}
