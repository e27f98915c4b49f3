/** What the process ends with; scripts rely on it, the README lists it. */
export const exitCodes = {
  done: 0,
  buildFailed: 1,
  usage: 2,
  fileIsWrong: 3,
  noEngine: 4,
  registry: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code for an error's code (`AREA.REASON`). */
export function exitCodeFor(errorCode: string): ExitCode {
  const area = errorCode.split(".", 1)[0] ?? "";
  return byCode[errorCode] ?? byArea[area] ?? exitCodes.buildFailed;
}

const byCode: Readonly<Record<string, ExitCode>> = {
  "ENGINE.UNREACHABLE": exitCodes.noEngine,
  "GIT.REMOTE_FAILED": exitCodes.buildFailed,
  "TOOLCHAIN.MISSING": exitCodes.noEngine,
  "LOCKS.ADDRESS": exitCodes.usage,
  "LOCKS.PASSWORD": exitCodes.usage,
  "PIPELINE.UNKNOWN_STEP": exitCodes.fileIsWrong,
  "PIPELINE.STEP_FOLDER": exitCodes.fileIsWrong,
  "PIPELINE.STEP_MANIFEST": exitCodes.fileIsWrong,
  "PIPELINE.STEP_PROPERTY_MISSING": exitCodes.fileIsWrong,
  "PIPELINE.COMMAND_LINE": exitCodes.fileIsWrong,
  "PIPELINE.UNKNOWN_CHECKPOINT": exitCodes.usage,
  "PIPELINE.ENVIRONMENT_FILE": exitCodes.usage,
};

const byArea: Readonly<Record<string, ExitCode>> = {
  USAGE: exitCodes.usage,
  LOAD: exitCodes.fileIsWrong,
  WERCKER: exitCodes.fileIsWrong,
  GRAPH: exitCodes.fileIsWrong,
  IMPORT: exitCodes.fileIsWrong,
  SDK: exitCodes.fileIsWrong,
  GIT: exitCodes.fileIsWrong,
  GITERMINISM: exitCodes.fileIsWrong,
  TEMPLATE: exitCodes.fileIsWrong,
  WERF: exitCodes.fileIsWrong,
  YAML: exitCodes.fileIsWrong,
  SETUP: exitCodes.noEngine,
  REGISTRY: exitCodes.registry,
  INTERRUPTED: exitCodes.interrupted,
};
