/** All stages of images that no Dockerfile describes by itself, in the order in which an image passes through them (werf's names, spec §1.5). */
export const stageNames = [
  // The only one of an image that is built from a Dockerfile as a whole.
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

/** The instructions of a Dockerfile that are stages, where each is one (spec §6.6). */
const instructionStages = [
  "FROM",
  "ADD",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
] as const;

/** The stage of the first instruction of its keyword, which it is named after. */
export type InstructionStage = (typeof instructionStages)[number];

/** The stage of an instruction; from the second of its keyword on with a number: `RUN`, `RUN2`. */
export type InstructionStageName = InstructionStage | `${InstructionStage}${number}`;

/** The name of a stage, as werf has it. */
export type StageName = (typeof stageNames)[number] | InstructionStageName;

/** Undefined for what cannot be the name of a stage. */
export function parseStageName(text: string): StageName | undefined {
  const [, word, number = ""] = /^([A-Za-z]+?)([1-9]\d*)?$/.exec(text) ?? [];
  const known = number === "" ? stageNames.find((name) => name === word) : undefined;
  return known ?? instructionStageName(word ?? "", number === "" ? 1 : Number(number));
}

/** @param count how many instructions of this keyword there are up to this one */
export function instructionStageName(keyword: string, count: number): InstructionStageName | undefined {
  const known = instructionStages.find((name) => name === keyword);
  if (known === undefined) return undefined;
  return count === 1 ? known : `${known}${count}`;
}

/** Whether a stage is an instruction of a Dockerfile. */
export function isInstructionStage(stage: StageName): boolean {
  return instructionStages.some((name) => stage.startsWith(name));
}

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
