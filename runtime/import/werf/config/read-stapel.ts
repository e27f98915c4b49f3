import { createImageNode, type ImageNode } from "../../../../sdk/model/image-node.ts";
import type { DocumentNames } from "./document.ts";
import { given } from "./given.ts";
import type { ImageNames } from "./image-names.ts";
import { readAnsible } from "./read-ansible.ts";
import { baseKeys, readBase } from "./read-base.ts";
import { readDependencies } from "./read-dependencies.ts";
import { readDocker } from "./read-docker.ts";
import { readGit } from "./read-git.ts";
import { mergeImageSpec, readImageSpec } from "./read-image-spec.ts";
import { readImports } from "./read-imports.ts";
import type { Defaults } from "./read-meta.ts";
import { readMounts } from "./read-mounts.ts";
import { readPlatform } from "./read-platform.ts";
import { readSecrets } from "./read-secret.ts";
import { builderKeys, readCacheVersions, readCommands } from "./read-shell.ts";
import type { Section } from "./section.ts";

export const stapelKeys = [
  ...["image", "artifact", ...baseKeys, "fromLatest", "fromCacheVersion", "cacheVersion", "final"],
  ...["disableGitAfterPatch", "platform", "network", "git", "shell", "ansible", "mount", "import", "dependencies"],
  ...["docker", "secrets", "imageSpec"],
];

/** An image that is built in stages, under each of its names (spec §9.3). */
export function readStapel(
  image: Section,
  { names: own, isArtifact, origin }: DocumentNames,
  names: ImageNames,
  defaults: Defaults,
): readonly ImageNode[] {
  const base = readBase(image, names, own, defaults.isVersion2);
  const final = !isArtifact && (image.flag("final") ?? true);
  if (isArtifact) refuseOfArtifact(image);
  const { shell, ansible } = readStages(image);
  const fields = {
    artifact: isArtifact,
    final,
    ...given(nonEmpty(image.text("fromCacheVersion")), (fromCacheVersion) => ({ fromCacheVersion })),
    ...(image.flag("fromLatest") === true ? { fromLatest: true } : {}),
    ...given(nonEmpty(image.text("cacheVersion")) ?? defaults.cacheVersion, (imageCacheVersion) => ({
      imageCacheVersion,
    })),
    ...given(nonEmpty(image.text("network")), (network) => ({ network })),
    ...given(readPlatform(image) ?? defaults.platform, (platform) => ({ platform })),
    ...(image.flag("disableGitAfterPatch") === true ? { disableGitAfterPatch: true } : {}),
    shell,
    ...given(ansible, (tasks) => ({ ansible: tasks })),
    git: readGit(image),
    imports: readImports(image, names, own),
    dependencies: readDependencies(image, names, own),
    mounts: readMounts(image),
    secrets: readSecrets(image),
    ...given(readDocker(image), (docker) => ({ docker })),
    ...given(mergeImageSpec(readImageSpec(image), final ? defaults.imageSpec : undefined), (imageSpec) => ({
      imageSpec,
    })),
    ...given(origin, (at) => ({ origin: at })),
  };
  return base === undefined ? [] : own.map((name) => createImageNode({ name, base, ...fields }));
}

function readStages(image: Section): Pick<ImageNode, "shell" | "ansible"> {
  const shell = image.section("shell", builderKeys);
  const ansible = image.section("ansible", builderKeys);
  if (shell !== undefined && ansible !== undefined) {
    image.problem("ansible", {
      code: "WERF.CONFLICT",
      message: "both `shell` and `ansible` are given",
      why: "the stages of an image are either all shell commands or all Ansible tasks; werf ignores the tasks in silence",
      next: ["write the commands as tasks: - shell: COMMAND", "or split the image in two: one starts from the other"],
    });
  }
  return {
    shell: { commands: readCommands(shell), ...readCacheVersions(shell ?? ansible) },
    ...given(ansible, (section) => ({ ansible: readAnsible(section) })),
  };
}

/** An artifact ends with the setup stage and has no config of its own. */
function refuseOfArtifact(image: Section): void {
  for (const key of ["docker", "dependencies", "final", "disableGitAfterPatch"].filter((name) => image.has(name))) {
    image.problem(key, {
      code: "WERF.ARTIFACT",
      message: `"${key}" is not for an artifact`,
      next: [
        `make it an image that is no result (image: NAME, final: false), or move "${key}" to the image that uses it`,
      ],
    });
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
