import type { Origin } from "../errors/origin.ts";
import type { CleanupNode } from "./cleanup-node.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { GiterminismNode } from "./giterminism-node.ts";

/** How digests are computed: builder's own way, or bit for bit what werf 1.2 and 2.x compute. */
export const digestProfileNames = ["builder", "werf-1.2"] as const;

/** `builder` or `werf-1.2`. */
export type DigestProfileName = (typeof digestProfileNames)[number];

/** What holds for all images of a build.ts. */
export interface ProjectNode {
  /** Tells this node from the others. */
  readonly kind: "project";
  /** Lower-case letters, digits and dashes, at most 50: stages are stored under it. */
  readonly name: string;
  /** How the content of stages is named. */
  readonly digests: DigestProfileName;
  /** Whether a shallow clone may fetch the history that choosing a stage needs. */
  readonly allowUnshallow: boolean;
  /** Which stages `builder cleanup` keeps; absent: werf's defaults. */
  readonly cleanup?: CleanupNode;
  /** `HOST/PATH` of the registry's repository that keeps the stages; absent: they stay in the engine. */
  readonly repo?: string;
  /** Absent: everything comes from the commit. */
  readonly giterminism?: GiterminismNode;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link ProjectNode}. */
export function createProjectNode(fields: Omit<ProjectNode, "kind">): ProjectNode {
  return freezeDeep({ kind: "project", ...fields });
}
