import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { DockerfileNode } from "./dockerfile-node.ts";

/** What can be told about a Dockerfile image without looking into the repository (spec §9.4). */
export function validateDockerfile(image: DockerfileNode): readonly Diagnostic[] {
  return [
    wrongPath(image.context, "context", "the folder of build.ts"),
    image.dockerfile === "" ? emptyPath() : wrongPath(image.dockerfile, "dockerfile", "the context"),
    ...image.contextAddFiles.map((path) => wrongPath(path, "contextAddFiles", "the context")),
    ...image.addHost.map(wrongHost),
    ...takenArgs(image),
  ]
    .filter((finding) => finding !== undefined)
    .map((finding) => ({ ...finding, message: `${finding.message}, in "${image.name}"`, where: originsOf(image) }));
}

function wrongPath(path: string, option: string, base: string): Diagnostic | undefined {
  if (!path.startsWith("/") && !path.split("/").includes("..")) return undefined;
  return {
    code: "GRAPH.DOCKERFILE_PATH",
    message: `${option}: "${path}" is not a path below ${base}`,
    next: [`Write it relative to ${base}, without a slash in front and without "..".`],
  };
}

function emptyPath(): Diagnostic {
  return { code: "GRAPH.EMPTY_OPTION", message: "dockerfile is empty", next: ['Leave it out for "Dockerfile".'] };
}

function wrongHost(entry: string): Diagnostic | undefined {
  if (/^[^:\s]+:[^\s]+$/.test(entry)) return undefined;
  return {
    code: "GRAPH.ADD_HOST",
    message: `addHost: "${entry}" is not HOST:ADDRESS`,
    next: ['Write it as "db:10.0.0.5".'],
  };
}

/** An argument has one value: given in `args`, or taken from one other image. */
function takenArgs({ args, dependencies }: DockerfileNode): readonly Diagnostic[] {
  const taken = new Set(Object.keys(args));
  const found: Diagnostic[] = [];
  for (const { targetBuildArg: name } of dependencies.flatMap(({ imports }) => imports)) {
    if (taken.has(name)) {
      found.push({
        code: "GRAPH.BUILD_ARG_TWICE",
        message: `The build argument ${name} gets two values`,
        next: ["Name it once: in args, or as the target of one dependency."],
      });
    }
    taken.add(name);
  }
  return found;
}
