/** All stages, in the order in which an image passes through them (werf's names, spec §1.5). */
export const stageNames = [
  // The only one of an image that is built from a Dockerfile.
  "dockerfile",
  "from",
  "beforeInstall",
  "dependenciesBeforeInstall",
  "gitArchive",
  "install",
  "dependenciesAfterInstall",
  "beforeSetup",
  "dependenciesBeforeSetup",
  "setup",
  "dependenciesAfterSetup",
  "gitCache",
  "gitLatestPatch",
  "dockerInstructions",
  "imageSpec",
] as const;

/** The name of a stage, as werf has it. */
export type StageName = (typeof stageNames)[number];

/** Stages that may put files of commits into the image: the next stage's digest depends on those commits (spec §1.4). */
const commitStageNames: readonly StageName[] = [
  "gitArchive",
  "install",
  "beforeSetup",
  "setup",
  "gitCache",
  "gitLatestPatch",
];

export function handsOnCommits(stage: StageName): boolean {
  return commitStageNames.includes(stage);
}
