import type { CleanupNode, KeepLimitNode, KeepPolicyNode, NamePattern } from "../../../sdk/model/cleanup-node.ts";
import { type Code, list, literal, record } from "./code.ts";
import type { EmitContext } from "./emit-context.ts";
import { flag } from "./emit-context.ts";
import { emitDuration } from "./emit-duration.ts";

const defaultHours = 2;

/** `cleanup: { keepPolicies: [{ references: { tag: /v.+/ } }] }` */
export function emitCleanup(cleanup: CleanupNode, context: EmitContext): Code {
  const hours = cleanup.keepImagesBuiltWithinLastNHours;
  return record({
    disable: flag(cleanup.disable),
    disableGitHistoryBasedPolicy: flag(cleanup.disableGitHistoryBasedPolicy),
    disableBuiltWithinLastNHoursPolicy: flag(cleanup.disableBuiltWithinLastNHoursPolicy),
    keepImagesBuiltWithinLastNHours: hours === defaultHours ? undefined : literal(hours),
    keepPolicies:
      cleanup.keepPolicies === undefined
        ? undefined
        : list(cleanup.keepPolicies.map((policy) => emitPolicy(policy, context))),
  });
}

function emitPolicy({ references, imagesPerReference }: KeepPolicyNode, context: EmitContext): Code {
  return record({
    references: record({
      [references.type]: emitPattern(references.pattern, context),
      limit: emitLimit(references.limit),
    }),
    imagesPerReference: emitLimit(imagesPerReference),
  });
}

function emitPattern(pattern: NamePattern, { text }: EmitContext): Code {
  if (pattern.kind === "text") return text(pattern.text);
  // The text between the slashes of a literal: a slash inside it has a backslash there.
  return { kind: "regexp", source: new RegExp(pattern.source, pattern.flags).source, flags: pattern.flags };
}

function emitLimit(limit: KeepLimitNode | undefined): Code | undefined {
  if (limit === undefined) return undefined;
  return record({
    last: limit.last === undefined ? undefined : literal(limit.last),
    in: limit.inMs === undefined ? undefined : emitDuration(limit.inMs),
    operator: limit.operator === "And" ? undefined : literal(limit.operator),
  });
}
