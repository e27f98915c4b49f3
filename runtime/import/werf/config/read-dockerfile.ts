import { posix } from "node:path";
import { createDockerfileNode, type DockerfileNode } from "../../../../sdk/model/dockerfile-node.ts";
import type { DocumentNames } from "./document.ts";
import { given } from "./given.ts";
import { goText } from "./go-text.ts";
import type { ImageNames } from "./image-names.ts";
import { readBuildArgDependencies } from "./read-dependencies.ts";
import { mergeImageSpec, readImageSpec } from "./read-image-spec.ts";
import type { Defaults } from "./read-meta.ts";
import { readPlatform } from "./read-platform.ts";
import { readSecrets } from "./read-secret.ts";
import type { Section } from "./section.ts";

export const dockerfileKeys = [
  ...["image", "dockerfile", "context", "contextAddFile", "contextAddFiles", "target", "args", "addHost", "network"],
  ...["ssh", "dependencies", "cacheVersion", "final", "platform", "secrets", "imageSpec", "staged"],
];

/** An image that is built from a Dockerfile, under each of its names (spec §9.4). */
export function readDockerfile(
  image: Section,
  { names: own, origin }: DocumentNames,
  names: ImageNames,
  defaults: Defaults,
): readonly DockerfileNode[] {
  const dockerfile = readRelativePath(image, "dockerfile", "the context") ?? "";
  const context = readRelativePath(image, "context", "the folder of the configuration") ?? "";
  if (dockerfile === "" && !image.has("dockerfile")) return [];
  const isStaged = image.flag("staged") ?? defaults.isStaged;
  const final = image.flag("final") ?? true;
  const fields = {
    final,
    context: context === "" ? "." : posix.normalize(context).replace(/\/$/, ""),
    dockerfile: posix.normalize(dockerfile),
    ...given(image.text("target"), (target) => ({ target })),
    args: Object.fromEntries(image.pairs("args").map(([name, value]) => [name, goText(value)])),
    addHost: image.texts("addHost"),
    ...given(image.text("network"), (network) => ({ network })),
    ...given(image.text("ssh"), (ssh) => ({ ssh })),
    contextAddFiles: readContextAddFiles(image),
    dependencies: readBuildArgDependencies(image, names, own),
    secrets: readSecrets(image),
    ...given(image.text("cacheVersion") ?? defaults.cacheVersion, (cacheVersion) => ({ cacheVersion })),
    ...given(readPlatform(image) ?? defaults.platform, (platform) => ({ platform })),
    ...(isStaged ? { staged: true } : {}),
    ...given(mergeImageSpec(readImageSpec(image), final ? defaults.imageSpec : undefined), (imageSpec) => ({
      imageSpec,
    })),
    ...given(origin, (at) => ({ origin: at })),
  };
  return own.map((name) => createDockerfileNode({ name, ...fields }));
}

function readRelativePath(image: Section, key: string, base: string): string | undefined {
  const path = image.text(key);
  const isWrong = path?.startsWith("/") || path?.split("/").includes("..") || (key === "dockerfile" && path === "");
  if (isWrong || (key === "dockerfile" && path === undefined)) {
    image.problem(key, {
      code: "WERF.WRONG_VALUE",
      message: `\`${key}: ${path ?? ""}\` is no path relative to ${base}`,
      next: [`write it without a slash in front and without "..": it is looked for below ${base}`],
    });
  }
  return path;
}

/** Both spellings are known, and only one of them may be used. */
function readContextAddFiles(image: Section): readonly string[] {
  const paths = [...image.texts("contextAddFiles"), ...image.texts("contextAddFile")];
  if (image.has("contextAddFile") && image.has("contextAddFiles")) {
    image.problem("contextAddFile", {
      code: "WERF.CONFLICT",
      message: "both `contextAddFile` and `contextAddFiles` are given: they are two names of one directive",
      next: ["put all paths into contextAddFiles"],
    });
  }
  for (const path of paths.filter((one) => one.startsWith("/"))) {
    image.problem(image.has("contextAddFiles") ? "contextAddFiles" : "contextAddFile", {
      code: "WERF.WRONG_VALUE",
      message: `\`contextAddFiles: ${path}\` is no path relative to the context`,
      next: [`leave the slash in front out: ${path.replace(/^\/+/, "")}`],
    });
  }
  return paths;
}
