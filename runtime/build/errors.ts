import { BuilderError, type Diagnostic } from "../../sdk/errors/builder-error.ts";

/** Told as a warning: a stage that the storage lists cannot be used. */
export function stageRejected(reference: string): BuilderError {
  return new BuilderError({
    code: "BUILD.STAGE_REJECTED",
    message: `the stage ${reference} is damaged and will not be used`,
    why: "the storage lists it and lacks its manifest or a part of its content",
    next: ["it is built again where it is needed"],
  });
}

/** The storage loses stages faster than they can be built. */
export function storageBroken(reference: string, tries: number): BuilderError {
  return new BuilderError({
    code: "BUILD.STORAGE_BROKEN",
    message: `${tries} times in a row a stage was damaged when it was needed, the last time ${reference}`,
    why: "the storage lists stages and lacks their manifests or parts of their content",
    next: ["check the registry and the disk that it keeps its data on", "run the same command again"],
  });
}

/** A warning: everything is built. */
export function recordsFailed({ message, why }: Diagnostic): Diagnostic {
  return {
    code: "BUILD.RECORDS",
    message: "it could not be noted which commit the images are of; builder cleanup may remove them too early",
    why: why === undefined ? message : `${message}: ${why}`,
    next: ["run it again"],
  };
}
