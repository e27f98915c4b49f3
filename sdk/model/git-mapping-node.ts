import type { Origin } from "../errors/origin.ts";
import type { SourceStageName } from "./user-stage-name.ts";

/** Files of a git repository that are put into an image. */
export interface GitMappingNode {
  readonly kind: "git-mapping";
  /** Absolute path in the repository; `/` for all of it. */
  readonly add: string;
  /** Absolute path in the image. */
  readonly to: string;
  /** User name or number; the files belong to root when absent. */
  readonly owner?: string;
  /** Group name or number. */
  readonly group?: string;
  /** Masks relative to `add`, one of which must match; none: everything. */
  readonly includePaths: readonly string[];
  /** Masks relative to `add`, none of which may match. */
  readonly excludePaths: readonly string[];
  /** Masks relative to `add`: a stage is rebuilt when a file that they match changes. */
  readonly stageDependencies: Readonly<Record<SourceStageName, readonly string[]>>;
  readonly origin?: Origin;
}
