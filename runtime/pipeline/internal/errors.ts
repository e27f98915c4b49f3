import { BuilderError } from "../../../sdk/errors/builder-error.ts";
import { originsOf } from "../../../sdk/errors/origin.ts";
import type { InternalStepNode } from "../../../sdk/model/step-node.ts";

/** `PIPELINE.STEP_PROPERTY`: a property of an internal step that cannot be what was meant. */
export function wrongProperty(step: InternalStepNode, property: string, why: string, next?: string): BuilderError {
  return new BuilderError({
    code: "PIPELINE.STEP_PROPERTY",
    message: `step "${step.name}": ${property} cannot be used`,
    why,
    next: next === undefined ? [] : [next],
    where: originsOf(step),
  });
}

/** `PIPELINE.UNKNOWN_IMAGE`: nobody has made or fetched it. */
export function imageNotMade(step: InternalStepNode, name: string): BuilderError {
  return new BuilderError({
    code: "PIPELINE.UNKNOWN_IMAGE",
    message: `step "${step.name}": this run has made no image "${name}"`,
    next: [`make it in an earlier step: internal.dockerBuild({ imageName: "${name}" })`],
    where: originsOf(step),
  });
}

/** `PIPELINE.UNKNOWN_CONTAINER`: `docker-kill` without `docker-run`. */
export function containerNotStarted(step: InternalStepNode, name: string, known: readonly string[]): BuilderError {
  return new BuilderError({
    code: "PIPELINE.UNKNOWN_CONTAINER",
    message: `step "${step.name}": no container "${name}" was started`,
    next: known.length === 0 ? ["start it in an earlier step: internal.dockerRun()"] : [`started: ${known.join(", ")}`],
    where: originsOf(step),
  });
}

/** `PIPELINE.NOTHING_TO_PUSH`: no file is there for an image. */
export function nothingToPush(step: InternalStepNode, folders: readonly string[]): BuilderError {
  return new BuilderError({
    code: "PIPELINE.NOTHING_TO_PUSH",
    message: `step "${step.name}": there is no file in ${folders.join(" or ")}`,
    next: ["put what the image is to hold into $WERCKER_OUTPUT_DIR"],
    where: originsOf(step),
  });
}

/** `PIPELINE.BUILD_FAILED`: a Dockerfile that cannot be built. */
export function buildFailed(step: InternalStepNode, why: string): BuilderError {
  return new BuilderError({
    code: "PIPELINE.BUILD_FAILED",
    message: `step "${step.name}": the image was not built`,
    why,
    where: originsOf(step),
  });
}

/** `PIPELINE.NO_CONTEXT`: the source has no such folder. */
export function contextMissing(step: InternalStepNode, path: string): BuilderError {
  return new BuilderError({
    code: "PIPELINE.NO_CONTEXT",
    message: `step "${step.name}": the box has no folder ${path} to build in`,
    next: ["context is a folder of the source; without it the source itself is used"],
    where: originsOf(step),
  });
}

/** `PIPELINE.NO_TERMINAL`: a shell for a person where none sits. */
export function noTerminal(step: InternalStepNode): BuilderError {
  return new BuilderError({
    code: "PIPELINE.NO_TERMINAL",
    message: `step "${step.name}": a shell needs a terminal, and there is none`,
    next: ["run it in a terminal, or leave the step out of pipelines that run elsewhere"],
    where: originsOf(step),
  });
}

/** `PIPELINE.WATCH_FAILED`: the project cannot be watched. */
export function watchFailed(step: InternalStepNode, why: string, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "PIPELINE.WATCH_FAILED",
    message: `step "${step.name}": the project cannot be watched`,
    why,
    next: ["leave folders out with .gitignore, or allow more: sysctl fs.inotify.max_user_watches=524288"],
    where: originsOf(step),
    cause,
  });
}
