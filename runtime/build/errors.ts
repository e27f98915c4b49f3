import { BuilderError, type Diagnostic } from "../../sdk/errors/builder-error.ts";
import { originsOf } from "../../sdk/errors/origin.ts";
import type { BaseNode, ImageNode } from "../../sdk/model/image-node.ts";
import type { MountNode } from "../../sdk/model/mount-node.ts";
import type { SecretNode } from "../../sdk/model/secret-node.ts";

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

export function mountNotLocal(image: ImageNode, node: MountNode): BuilderError {
  return new BuilderError({
    code: "BUILD.MOUNT_NOT_LOCAL",
    message: `image "${image.name}" mounts ${node.fromPath} of this machine, but the engine runs on another one`,
    next: ['use mount({ from: "build_dir" }), which the engine keeps itself'],
    where: originsOf(node),
  });
}

/** Names the source of a secret, never what it holds. */
export function secretMissing(node: SecretNode, cause?: unknown): BuilderError {
  const { source, id } = node;
  const where = source.kind === "env" ? `the environment variable ${source.name} is not set` : "";
  const file = source.kind === "file" ? `the file ${source.path} cannot be read` : "";
  return new BuilderError({
    code: "BUILD.SECRET_MISSING",
    message: `the secret "${id}" has no content: ${where}${file}`,
    next: [
      source.kind === "env" ? `set it: ${source.name}=… npx builder run` : "see that the file exists and may be read",
    ],
    where: originsOf(node),
    cause,
  });
}

/** Told, not thrown: the files of the stage can be looked at all the same. */
export function failedImageGone(name: string): BuilderError {
  return new BuilderError({
    code: "BUILD.FAILED_IMAGE_GONE",
    message: `build.ts has no image "${name}" any more: the shell has neither its mounts nor its secrets`,
    next: ["go back to the commit that failed, or build again"],
  });
}

export function wrongPlatform(
  base: Extract<BaseNode, { kind: "reference" }>,
  found: string,
  wanted: string,
): BuilderError {
  return new BuilderError({
    code: "ENGINE.WRONG_PLATFORM",
    message: `the base image ${base.reference} is for ${found}, not for ${wanted}`,
    why: "Neither the engine nor the registry has it for the platform that .platform() asks for.",
    next: [`use a base that exists for ${wanted}`, "leave out .platform()"],
    where: originsOf(base),
  });
}

export function latestUnknown(base: Extract<BaseNode, { kind: "reference" }>, cause?: unknown): BuilderError {
  return new BuilderError({
    code: "BUILD.NO_LATEST",
    message: `cannot get the id of the base image ${base.reference} from its registry, which .fromLatest() asks for`,
    next: ["check the reference and the network", "leave out .fromLatest() to build on what the engine has"],
    where: originsOf(base),
    cause,
  });
}

/** Somebody wants to use an image that has to be built first. */
export function notBuilt(image: string): BuilderError {
  return new BuilderError({
    code: "BUILD.NOT_BUILT",
    message: `image "${image}" is not built as it is defined now`,
    next: [`builder run ${image}`, `builder plan ${image}, which says what would be built and why`],
  });
}

/** Nothing is there that `shell --last-failed` could open. */
export function noFailedStage(
  project: string,
  { image, stage }: { readonly image?: string; readonly stage?: string },
): BuilderError {
  const which = image === undefined ? `project "${project}"` : [image, stage].filter(Boolean).join("/");
  return new BuilderError({
    code: "BUILD.NO_FAILED_STAGE",
    message: `the engine keeps no container of a failed stage of ${which}`,
    why: "The container of a stage is kept when one of its commands fails, for a day, and until the stage fails again. A Dockerfile that the engine builds as a whole leaves none.",
    next: [
      "builder run --introspect-error, which opens a shell as soon as a stage fails",
      "dockerfile(name, { staged: true }), which makes each instruction a stage",
    ],
  });
}

/** Several images would get one name, and the last one would have it. */
export function exportTagShared(template: string, images: readonly string[]): BuilderError {
  return new BuilderError({
    code: "USAGE.EXPORT_TAG",
    message: `--tag ${template} would be the name of ${images.length} images: ${images.join(", ")}`,
    next: [`tell them apart: --tag '${template}-%image_slug%'`, "export one image at a time"],
  });
}

/** An export without a place to go to. */
export function exportNowhere(): BuilderError {
  return new BuilderError({
    code: "USAGE.EXPORT_TAG",
    message: "it is not said where the images are to go",
    next: ["--tag shop:1.0, a name in the engine", "--tag HOST/PATH:TAG, which is pushed", "--output images.tar"],
  });
}

/** A digest says what an image is; it cannot be given. */
export function exportTagIsDigest(tag: string): BuilderError {
  return new BuilderError({
    code: "USAGE.EXPORT_TAG",
    message: `--tag ${tag} names a digest, which no image can be given`,
    next: ["leave out what begins with @"],
  });
}
