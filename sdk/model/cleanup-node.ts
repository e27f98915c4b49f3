/** Which stages `builder cleanup` keeps. What is not said here has werf's defaults. */
export interface CleanupNode {
  /** Nothing is removed but records and rejected stages. */
  readonly disable: boolean;
  /** What git's branches and tags refer to is not kept. */
  readonly disableGitHistoryBasedPolicy: boolean;
  /** What was built lately is not kept. */
  readonly disableBuiltWithinLastNHoursPolicy: boolean;
  /** How lately, in hours. */
  readonly keepImagesBuiltWithinLastNHours: number;
  /** In the order in which they apply; absent: werf's own. */
  readonly keepPolicies?: readonly KeepPolicyNode[];
}

/** Keeps images of some branches or tags. */
export interface KeepPolicyNode {
  /** Whose images. */
  readonly references: {
    /** What they are. */
    readonly type: "branch" | "tag";
    /** Which of them. */
    readonly pattern: NamePattern;
    /** How many of them, the newest first. */
    readonly limit?: KeepLimitNode;
  };
  /** How many images of each, the newest first; absent: one. */
  readonly imagesPerReference?: KeepLimitNode;
}

/** Matches a whole name. */
export type NamePattern =
  | {
      /** The name itself. */
      readonly kind: "text";
      /** The whole name. */
      readonly text: string;
    }
  | {
      /** A regular expression. */
      readonly kind: "regexp";
      /** As between the slashes. */
      readonly source: string;
      /** Letters, as behind the slashes. */
      readonly flags: string;
    };

/** Without `last` and `inMs` there is no limit. */
export interface KeepLimitNode {
  /** So many; -1: no limit. */
  readonly last?: number;
  /** Not older than so many milliseconds. */
  readonly inMs?: number;
  /** Whether both have to hold, or one. */
  readonly operator: "And" | "Or";
}
