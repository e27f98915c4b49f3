/** All stages, in the order in which an image passes through them (werf's names, spec §1.5). */
export const stageNames = [
  "from",
  "beforeInstall",
  "gitArchive",
  "install",
  "beforeSetup",
  "setup",
  "gitCache",
  "gitLatestPatch",
  "dockerInstructions",
] as const;

export type StageName = (typeof stageNames)[number];
