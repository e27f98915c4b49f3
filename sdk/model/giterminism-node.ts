/** What a build may take from elsewhere than the commit. Empty lists and `false`: nothing. */
export interface GiterminismNode {
  /** Environment variables that `env()` may read: a name, or `/…/`, which must match a whole name. */
  readonly env: readonly string[];
  /** Masks of files, relative to the folder of build.ts, that are read as they are in the work tree. */
  readonly uncommittedFiles: readonly string[];
  /** Whether base images may be what a registry has today. */
  readonly fromLatest: boolean;
  /** Whether mappings of other repositories may name a branch, or nothing. */
  readonly gitBranch: boolean;
  /** Directories that outlive a build. */
  readonly mounts: {
    /** Whether a directory may be kept from build to build. */
    readonly buildDir: boolean;
    /** Masks of directories of the host. */
    readonly fromPaths: readonly string[];
  };
  /** Where secrets may come from. */
  readonly secrets: {
    /** As `env` above. */
    readonly env: readonly string[];
    /** Masks of files of the host. */
    readonly files: readonly string[];
    /** Of secrets that are given as a value. */
    readonly ids: readonly string[];
  };
  /** Masks, relative to the folder of build.ts, of what Dockerfile images may add to their context. */
  readonly contextAddFiles: readonly string[];
  /** Whether finished images may get tags that say nothing of what they hold. */
  readonly customTags: boolean;
}

/** Everything comes from the commit. */
export const strictGiterminism: GiterminismNode = {
  env: [],
  uncommittedFiles: [],
  fromLatest: false,
  gitBranch: false,
  mounts: { buildDir: false, fromPaths: [] },
  secrets: { env: [], files: [], ids: [] },
  contextAddFiles: [],
  customTags: false,
};
