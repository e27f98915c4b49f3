import type { Dockerfile, DockerfileStage } from "./dockerfile.ts";

/** The stage that a name or number means, among those before the one that asks; undefined for an image. */
export function findStage(dockerfile: Dockerfile, name: string, before: number): DockerfileStage | undefined {
  const wanted = name.toLowerCase();
  const earlier = dockerfile.stages.slice(0, before);
  const named = earlier.findLast((stage) => stage.name?.toLowerCase() === wanted);
  return named ?? (/^\d+$/.test(name) ? earlier[Number(name)] : undefined);
}

/** The stage that is to be the image: named, numbered, or the last. */
export function findTarget(dockerfile: Dockerfile, target: string | undefined): DockerfileStage | undefined {
  if (target === undefined) return dockerfile.stages.at(-1);
  return findStage(dockerfile, target, dockerfile.stages.length);
}
