import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { RemoteGitNode } from "./remote-git-node.ts";
import type { SourceStageName } from "./user-stage-name.ts";

/** Files of a git repository that are put into an image. */
export interface GitMappingNode {
  /** Tells this node from the others. */
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
  /** Where the files are from; the project's own repository when absent. */
  readonly remote?: RemoteGitNode;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link GitMappingNode}. A slash at the end of `add` or `to` says nothing and is left out, as in werf. */
export function createGitMappingNode(fields: Omit<GitMappingNode, "kind">): GitMappingNode {
  return freezeDeep({
    kind: "git-mapping",
    ...fields,
    add: withoutTrailingSlash(fields.add),
    to: withoutTrailingSlash(fields.to),
  });
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, "") || "/" : path;
}
