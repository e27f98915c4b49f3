import type { CleanupNode, KeepLimitNode, KeepPolicyNode, NamePattern } from "./cleanup-node.ts";
import type { JsonReader } from "./json-reader.ts";

const members = [
  "disable",
  "disableGitHistoryBasedPolicy",
  "disableBuiltWithinLastNHoursPolicy",
  "keepImagesBuiltWithinLastNHours",
  "keepPolicies",
];

/** The policies of cleaning up as {@link CleanupNode}. Errors: `GRAPH.MALFORMED`. */
export function decodeCleanup(reader: JsonReader): CleanupNode {
  reader.allowMembers(members);
  return {
    disable: reader.member("disable").boolean(),
    disableGitHistoryBasedPolicy: reader.member("disableGitHistoryBasedPolicy").boolean(),
    disableBuiltWithinLastNHoursPolicy: reader.member("disableBuiltWithinLastNHoursPolicy").boolean(),
    keepImagesBuiltWithinLastNHours: reader.member("keepImagesBuiltWithinLastNHours").number(),
    ...reader.optional("keepPolicies", (policies) => ({ keepPolicies: policies.list(decodePolicy) })),
  };
}

function decodePolicy(reader: JsonReader): KeepPolicyNode {
  reader.allowMembers(["references", "imagesPerReference"]);
  const references = reader.member("references").allowMembers(["type", "pattern", "limit"]);
  return {
    references: {
      type: references.member("type").oneOf(["branch", "tag"]),
      pattern: decodePattern(references.member("pattern")),
      ...references.optional("limit", (limit) => ({ limit: decodeLimit(limit) })),
    },
    ...reader.optional("imagesPerReference", (limit) => ({ imagesPerReference: decodeLimit(limit) })),
  };
}

function decodePattern(reader: JsonReader): NamePattern {
  const kind = reader.member("kind").oneOf(["text", "regexp"]);
  if (kind === "text") return { kind, text: reader.allowMembers(["kind", "text"]).member("text").string() };
  reader.allowMembers(["kind", "source", "flags"]);
  return { kind, source: reader.member("source").string(), flags: reader.member("flags").string() };
}

function decodeLimit(reader: JsonReader): KeepLimitNode {
  reader.allowMembers(["last", "inMs", "operator"]);
  return {
    ...reader.optional("last", (last) => ({ last: last.number() })),
    ...reader.optional("inMs", (inMs) => ({ inMs: inMs.number() })),
    operator: reader.member("operator").oneOf(["And", "Or"]),
  };
}
