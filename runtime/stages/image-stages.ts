import type { ImageNode } from "../../sdk/model/image-node.ts";
import { sourceStageNames } from "../../sdk/model/user-stage-name.ts";
import { createDockerInstructionsStage } from "./docker-instructions-stage.ts";
import { createFromStage } from "./from-stage.ts";
import { createGitArchiveStage } from "./git-archive-stage.ts";
import { createGitCacheStage } from "./git-cache-stage.ts";
import { createGitLatestPatchStage } from "./git-latest-patch-stage.ts";
import { createPatchReader } from "./patch-reader.ts";
import type { Stage } from "./stage.ts";
import { createUserStage, hasUserStage } from "./user-stage.ts";

/** The stages that an image has, in their order (spec §1.5); those that turn out to be empty are still among them. */
export function stagesOf(image: ImageNode): readonly Stage[] {
  const patches = createPatchReader();
  const hasGit = image.git.length > 0;
  return [
    createFromStage(),
    ...(hasUserStage(image, "beforeInstall") ? [createUserStage("beforeInstall", patches)] : []),
    ...(hasGit ? [createGitArchiveStage()] : []),
    ...sourceStageNames.filter((name) => hasUserStage(image, name)).map((name) => createUserStage(name, patches)),
    // An artifact only serves other images: its sources stay as its last stage has them, and it has no config.
    ...(hasGit && !image.artifact ? [createGitCacheStage(patches), createGitLatestPatchStage(patches)] : []),
    ...(image.docker !== undefined && !image.artifact ? [createDockerInstructionsStage()] : []),
  ];
}
