/** The four stages that hold a user's own commands, in the order in which they run (werf's names). */
export const userStageNames = ["beforeInstall", "install", "beforeSetup", "setup"] as const;

/** `beforeInstall`, `install`, `beforeSetup` or `setup`. */
export type UserStageName = (typeof userStageNames)[number];

/** The user stages that may depend on files: those that come after the sources have been added. */
export const sourceStageNames = ["install", "beforeSetup", "setup"] as const;

/** `install`, `beforeSetup` or `setup`. */
export type SourceStageName = (typeof sourceStageNames)[number];
