import { BuilderError, isBuilderError } from "../../sdk/errors/builder-error.ts";
import { originsOf } from "../../sdk/errors/origin.ts";
import type { PipelineNode, ServiceNode } from "../../sdk/model/pipeline-node.ts";
import type { ExternalStepNode, StepNode } from "../../sdk/model/step-node.ts";

/** `PIPELINE.SECRET_MISSING`: found before anything is started. */
export function secretMissing(names: readonly string[], pipeline: PipelineNode): BuilderError {
  const [first = ""] = names;
  return new BuilderError({
    code: "PIPELINE.SECRET_MISSING",
    message: `pipeline "${pipeline.name}" needs ${names.length === 1 ? "a secret that is" : "secrets that are"} not set: ${names.join(", ")}`,
    next: [
      `set it in the environment: ${first}=… builder run`,
      `or write XXX_${first}=… into a file and name it with --environment FILE`,
    ],
    where: originsOf(pipeline),
  });
}

/** `PIPELINE.ENVIRONMENT_FILE`: the file that was asked for cannot be read. */
export function environmentFileMissing(path: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "PIPELINE.ENVIRONMENT_FILE",
    message: `the file of variables ${path} cannot be read`,
    why: cause instanceof Error ? cause.message : String(cause),
    next: ["check the path given with --environment"],
    cause,
  });
}

/** `PIPELINE.UNKNOWN_STEP`: neither a step of builder nor a folder or repository. */
export function unknownStep(step: ExternalStepNode, builtIn: readonly string[], similar?: string): BuilderError {
  const name = step.reference.replace(/^.*\//, "").replace(/@.*$/, "");
  return new BuilderError({
    code: "PIPELINE.UNKNOWN_STEP",
    message: `there is no step "${step.reference}"`,
    why: "wercker's store of steps no longer exists; builder brings the common ones, the others belong into the project.",
    next: [
      ...(similar === undefined ? [] : [`did you mean step("${similar}")?`]),
      `put its folder (step.yml, run.sh) into the project, and use step("file://steps/${name}")`,
      `or use its repository: step("git+https://github.com/OWNER/${name}.git#v1.0.0")`,
      ...(builtIn.length === 0 ? [] : [`steps that come with builder: ${builtIn.join(", ")}`]),
    ],
    where: originsOf(step),
  });
}

/** `PIPELINE.STEP_FOLDER`: a `file://` step that is not there. */
export function stepFolderMissing(step: ExternalStepNode, folder: string): BuilderError {
  return new BuilderError({
    code: "PIPELINE.STEP_FOLDER",
    message: `the step "${step.reference}" is not there: ${folder} is no folder`,
    next: ["the path is relative to the folder of build.ts; the folder holds step.yml and run.sh"],
    where: originsOf(step),
  });
}

/** `PIPELINE.STEP_FETCH`: the repository of a step cannot be fetched. */
export function stepNotFetched(step: ExternalStepNode, said: string): BuilderError {
  return new BuilderError({
    code: "PIPELINE.STEP_FETCH",
    message: `the step "${step.reference}" cannot be fetched`,
    why: said.trim(),
    next: ["check the address, what comes after #, and whether git may read it: git ls-remote ADDRESS"],
    where: originsOf(step),
  });
}

/** `PIPELINE.STEP_MANIFEST`: a manifest that cannot be read. */
export function wrongManifest(step: ExternalStepNode, file: string, why: string): BuilderError {
  return new BuilderError({
    code: "PIPELINE.STEP_MANIFEST",
    message: `${file} of the step "${step.reference}" cannot be read`,
    why,
    next: [
      "see wercker's documentation of step.yml: name, version, properties (a list of name, type, required, default)",
    ],
    where: originsOf(step),
  });
}

/** `PIPELINE.STEP_PROPERTY_MISSING`: the manifest requires it, nobody gave it. */
export function propertyMissing(step: ExternalStepNode, names: readonly string[]): BuilderError {
  return new BuilderError({
    code: "PIPELINE.STEP_PROPERTY_MISSING",
    message: `the step "${step.name}" needs ${names.length === 1 ? "the property" : "the properties"} ${names.join(", ")}`,
    why: "its manifest says that it is required and gives no default",
    next: [`step("${step.reference}", { ${names.map((name) => `${JSON.stringify(name)}: "…"`).join(", ")} })`],
    where: originsOf(step),
  });
}

/** `PIPELINE.NO_SHELL`: the box does not read commands. */
export function noShell(pipeline: PipelineNode, lines: readonly string[], cause?: unknown): BuilderError {
  const reason = cause instanceof Error ? [isBuilderError(cause) ? (cause.why ?? cause.message) : cause.message] : [];
  const said = [...lines, ...reason];
  return new BuilderError({
    code: "PIPELINE.NO_SHELL",
    message: `the box of pipeline "${pipeline.name}" does not answer as a shell`,
    why: said.length === 0 ? "Its program ended, or does not read commands from its input." : said.join("\n"),
    next: [
      "the image needs /bin/bash or /bin/sh",
      'an image with an entrypoint of its own: .box(image, { entrypoint: "/bin/sh" }) with cmd: [] or another shell',
    ],
    where: originsOf(pipeline.box ?? pipeline),
    cause,
  });
}

/** `PIPELINE.SET_UP`: the box cannot be prepared. */
export function setUpFailed(pipeline: PipelineNode, doing: string, lines: readonly string[]): BuilderError {
  return new BuilderError({
    code: "PIPELINE.SET_UP",
    message: `the box of pipeline "${pipeline.name}" cannot be prepared: ${doing}`,
    ...(lines.length === 0 ? {} : { why: lines.join("\n") }),
    where: originsOf(pipeline.box ?? pipeline),
  });
}

/** `PIPELINE.SERVICE_FAILED`: it ended before it was ready. */
export function serviceFailed(service: ServiceNode, exitCode: number, lines: readonly string[]): BuilderError {
  return new BuilderError({
    code: "PIPELINE.SERVICE_FAILED",
    message: `the service "${service.name}" ended with exit code ${exitCode} before it was ready`,
    ...(lines.length === 0 ? {} : { why: lines.join("\n") }),
    where: originsOf(service),
  });
}

/** `PIPELINE.SERVICE_NOT_READY`: it runs and does not answer. */
export function serviceNotReady(service: ServiceNode, waitedFor: string, lines: readonly string[]): BuilderError {
  return new BuilderError({
    code: "PIPELINE.SERVICE_NOT_READY",
    message: `the service "${service.name}" is not ready after ${service.readyTimeoutMs / 1000} s: ${waitedFor}`,
    ...(lines.length === 0 ? {} : { why: lines.join("\n") }),
    next: ['give it more time: .service(image, { readyTimeout: "5m" })', 'or do not wait: readyTimeout: "0s"'],
    where: originsOf(service),
  });
}

/** How a step failed, in the words of the report. */
export interface StepFailureFacts {
  readonly code: "PIPELINE.STEP_FAILED" | "PIPELINE.TIMEOUT" | "PIPELINE.NO_RESPONSE" | "PIPELINE.STEP_SET_UP";
  readonly message: string;
  readonly lines: readonly string[];
  readonly next?: readonly string[];
}

/** `PIPELINE.STEP_FAILED` and its kin: the reason why a pipeline failed. */
export function stepFailed(step: StepNode, pipeline: PipelineNode, facts: StepFailureFacts): BuilderError {
  return new BuilderError({
    code: facts.code,
    message: `pipeline "${pipeline.name}": step "${step.name}" failed: ${facts.message}`,
    ...(facts.lines.length === 0 ? {} : { why: facts.lines.join("\n") }),
    next: facts.next ?? [],
    where: originsOf(step),
  });
}

/** `PIPELINE.OUTPUT_TOO_LARGE`: wercker's limit (spec §3.10). */
export function outputTooLarge(pipeline: PipelineNode, limitBytes: number): BuilderError {
  return new BuilderError({
    code: "PIPELINE.OUTPUT_TOO_LARGE",
    message: `Storing artifacts of pipeline "${pipeline.name}" failed: Size exceeds maximum size of ${limitBytes / 1_048_576}MB`,
    next: ["put less into $WERCKER_OUTPUT_DIR"],
    where: originsOf(pipeline),
  });
}

/** `PIPELINE.UNKNOWN_CHECKPOINT`: no step keeps it. */
export function unknownCheckpoint(pipeline: PipelineNode, name: string, known: readonly string[]): BuilderError {
  return new BuilderError({
    code: "PIPELINE.UNKNOWN_CHECKPOINT",
    message: `no step of pipeline "${pipeline.name}" keeps the checkpoint "${name}"`,
    next: known.length === 0 ? ['give one to a step: { checkpoint: "NAME" }'] : [`checkpoints: ${known.join(", ")}`],
    where: originsOf(pipeline),
  });
}

/** `PIPELINE.NO_CHECKPOINT`: the run that would have kept it has not been here. */
export function checkpointMissing(pipeline: PipelineNode, reference: string): BuilderError {
  return new BuilderError({
    code: "PIPELINE.NO_CHECKPOINT",
    message: `the engine has no image ${reference}`,
    why: "A checkpoint is kept when its step passes.",
    next: ["run the pipeline without --checkpoint first"],
    where: originsOf(pipeline),
  });
}

/** `PIPELINE.NO_BOX`: nothing runs that a shell could be opened in. */
export function noBox(pipeline: PipelineNode): BuilderError {
  return new BuilderError({
    code: "PIPELINE.NO_BOX",
    message: `no box of pipeline "${pipeline.name}" runs, and none was kept`,
    next: [
      `keep it: builder run ${pipeline.name} --keep-box`,
      `or open a shell when a step fails: builder run ${pipeline.name} --attach-on-error`,
    ],
    where: originsOf(pipeline),
  });
}

/** `PIPELINE.SOURCE`: something in the project that cannot be copied. */
export function sourceNotReadable(path: string, why: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "PIPELINE.SOURCE",
    message: `${path} cannot be put into the box`,
    why,
    next: ["name it in .builderignore if the pipeline does not need it"],
    cause,
  });
}

/** `PIPELINE.COMMAND_LINE`: `cmd` or `entrypoint` cannot be split into words. */
export function wrongCommandLine(
  text: string,
  why: string,
  step: { readonly origin?: StepNode["origin"] },
): BuilderError {
  return new BuilderError({
    code: "PIPELINE.COMMAND_LINE",
    message: `${JSON.stringify(text)} cannot be split into words`,
    why,
    next: ["close the quote, or give a list of words"],
    where: originsOf(step),
  });
}

/** `PIPELINE.REGISTRY_LOGIN`: no credentials could be had. */
export function loginFailed(
  asker: { readonly origin?: StepNode["origin"] },
  registry: string,
  why: string,
  cause: unknown,
): BuilderError {
  return new BuilderError({
    code: "PIPELINE.REGISTRY_LOGIN",
    message: `${registry} gives no access`,
    why,
    next: ["check the keys, the region and the number of the registry"],
    where: originsOf(asker),
    cause,
  });
}
