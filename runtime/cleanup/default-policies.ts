import type { CleanupNode, KeepLimitNode, KeepPolicyNode } from "../../sdk/model/cleanup-node.ts";

const weekMs = 168 * 3600 * 1000;
const anyName = { kind: "regexp", source: ".*", flags: "" } as const;
const recent: KeepLimitNode = { last: 10, inMs: weekMs, operator: "And" };

/** What werf keeps where nothing is said (spec §12.2). */
export const defaultPolicies: readonly KeepPolicyNode[] = [
  { references: { type: "tag", pattern: anyName, limit: { last: 10, operator: "And" } } },
  {
    references: { type: "branch", pattern: anyName, limit: recent },
    imagesPerReference: { last: 2, inMs: weekMs, operator: "And" },
  },
  {
    references: {
      type: "branch",
      pattern: { kind: "regexp", source: "main|master|staging|production", flags: "" },
    },
    imagesPerReference: { last: 10, operator: "And" },
  },
];

export const defaultCleanup: CleanupNode = {
  disable: false,
  disableGitHistoryBasedPolicy: false,
  disableBuiltWithinLastNHoursPolicy: false,
  keepImagesBuiltWithinLastNHours: 2,
};
