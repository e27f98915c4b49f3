import type { ImageNode } from "../../sdk/model/image-node.ts";
import type { StageSlot } from "../../sdk/model/stage-slot.ts";
import type { UserStageName } from "../../sdk/model/user-stage-name.ts";
import type { DigestProfile } from "../plan/profile.ts";
import { createDependenciesStage, hasDependenciesStage } from "./dependencies-stage.ts";
import { createDockerInstructionsStage } from "./docker-instructions-stage.ts";
import { createFromStage } from "./from-stage.ts";
import { createGitArchiveStage } from "./git-archive-stage.ts";
import { createGitCacheStage } from "./git-cache-stage.ts";
import { createGitLatestPatchStage } from "./git-latest-patch-stage.ts";
import { createImageSpecStage } from "./image-spec-stage.ts";
import { createPatchReader } from "./patch-reader.ts";
import type { Stage } from "./stage.ts";
import { createUserStage, hasUserStage } from "./user-stage.ts";

/** The stages that an image has, in their order (spec §1.5); those that turn out to be empty are still among them. */
export function stagesOf(image: ImageNode, profile: DigestProfile): readonly Stage[] {
  const patches = createPatchReader();
  const hasGit = image.git.length > 0;
  const user = (name: UserStageName): readonly Stage[] =>
    hasUserStage(image, name) ? [createUserStage(name, patches)] : [];
  const dependencies = (slot: StageSlot): readonly Stage[] =>
    hasDependenciesStage(image, slot) ? [createDependenciesStage(slot)] : [];
  // An artifact only serves other images: its sources stay as its last stage has them, and it has no config.
  const isPatched = !image.artifact && image.disableGitAfterPatch !== true;
  const isConfigured = profile.patchesCarryInstructions ? isPatched : !image.artifact;
  return [
    createFromStage(),
    ...user("beforeInstall"),
    ...dependencies("beforeInstall"),
    ...(hasGit ? [createGitArchiveStage()] : []),
    ...user("install"),
    ...dependencies("afterInstall"),
    ...user("beforeSetup"),
    ...dependencies("beforeSetup"),
    ...user("setup"),
    ...dependencies("afterSetup"),
    ...(hasGit && isPatched ? [createGitCacheStage(patches), createGitLatestPatchStage(patches)] : []),
    ...(image.docker !== undefined && isConfigured ? [createDockerInstructionsStage()] : []),
    ...(image.imageSpec === undefined ? [] : [createImageSpecStage()]),
  ];
}
