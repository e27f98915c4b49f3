/** The four places between the user stages where an image takes over files and values of other images. */
export const stageSlots = ["beforeInstall", "afterInstall", "beforeSetup", "afterSetup"] as const;

/** `beforeInstall` stands for `before: "install"`, and so on. */
export type StageSlot = (typeof stageSlots)[number];
