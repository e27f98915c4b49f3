import { sha256 } from "./digest.ts";

/**
 * Labels of a stage's image. Those that start with `werf` are read and written exactly as werf does (spec §1.8), so that
 * either can go on from a stage of the other.
 */
export const stageLabels = {
  /** Name of the project; the storage lists by it. */
  project: "werf",
  /** Version of the program that built the stage. */
  version: "werf-version",
  /** What an image that starts from this one depends on. */
  contentDigest: "werf-stage-content-digest",
  /** The stage's digest. */
  digest: "werf-stage-digest",
  /** HEAD of the project's repository when the stage was built. */
  projectCommit: "werf-project-repo-commit",
  /** `DIGEST-TIMESTAMP` of the stage before. */
  parentStageId: "werf.io/parent-stage-id",
  /** Engine's id of the image that the stage was built on. */
  baseImageId: "werf.io/base-image-id",
  /** Name of the image in build.ts; another image of the same definition shares its stages. */
  image: "builder.image",
  /** Name of the stage. */
  stage: "builder.stage",
  /** Digests of the named parts, for explanations (`stored-parts.ts`). */
  parts: "builder.parts",
  /** The digest profile. */
  profile: "builder.profile",
} as const;

/** Commit that a mapping's files have in the image; `id` is the profile's `mappingId`. */
export function mappingCommitLabel(id: string): string {
  return `werf-git-${id}-commit`;
}

/** `file` or `directory`: what the mapping's `add` was. */
export function mappingTypeLabel(id: string): string {
  return `werf-git-${id}-type`;
}

/** `true` when the commit is a merge that a CI system made up. */
export function mappingVirtualMergeLabel(id: string): string {
  return `werf-git-${id}-virtual-merge`;
}

/** The commits that such a merge merges. */
export function mappingMergeLabels(id: string): { readonly from: string; readonly into: string } {
  const label = mappingVirtualMergeLabel(id);
  return { from: `${label}-from-commit`, into: `${label}-into-commit` };
}

/** Checksum of the files that an import took over; `id` is `importId`'s. */
export function importChecksumLabel(id: string): string {
  return `werf-import-checksum-${id}`;
}

/** `DIGEST-TIMESTAMP` of the stage that the files of an import are from. */
export function importSourceLabel(id: string): string {
  return `werf-import-source-stage-id-${id}`;
}

/** `DIGEST-TIMESTAMP` of a stage whose values an image has. */
export function dependencyStageLabel(stageId: string): string {
  return `werf-dependency-stage-id-${sha256(stageId)}`;
}

/** Labels of a volume that keeps what is at a `build_dir` mount. */
export const volumeLabels = { project: "builder.project", target: "builder.mount" } as const;

/** Targets of the mounts of one kind, joined with `;`: images that start from this one have them, too. */
export const mountLabels = {
  tmp_dir: "werf-mount-type-tmp-dir",
  build_dir: "werf-mount-type-build-dir",
  /** Followed by the path on the host, with `--` for slashes. */
  custom_dir: "werf-mount-type-custom-dir-",
} as const;
