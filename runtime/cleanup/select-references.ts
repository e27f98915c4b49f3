import type { KeepLimitNode, KeepPolicyNode, NamePattern } from "../../sdk/model/cleanup-node.ts";
import type { GitReference } from "../git/history.ts";
import { isWithinLimit } from "./within-limit.ts";

/** A branch or tag whose images are kept. */
export interface SelectedReference {
  readonly reference: GitReference;
  readonly imagesPerReference: KeepLimitNode;
}

/** An image of each, where a policy does not say how many. */
const oneImage: KeepLimitNode = { last: 1, operator: "And" };

/** The references that the policies select; where several select the same one, the last of them says how many images stay. */
export function selectReferences(
  references: readonly GitReference[],
  policies: readonly KeepPolicyNode[],
  nowMs: number,
): readonly SelectedReference[] {
  const selected = new Map<GitReference, KeepLimitNode>();
  for (const { references: wanted, imagesPerReference = oneImage } of policies) {
    const matches = matcherOf(wanted.pattern);
    const { limit = { operator: "And" } } = wanted;
    references
      .filter(({ type, name }) => type === wanted.type && matches(name))
      .sort(newestFirst)
      .filter(({ timeUnix }, index) => isWithinLimit(limit, index, timeUnix, nowMs))
      .forEach((reference) => {
        selected.set(reference, imagesPerReference);
      });
  }
  return [...selected].map(([reference, limit]) => ({ reference, imagesPerReference: limit }));
}

/** Names match as a whole, as in werf. */
function matcherOf(pattern: NamePattern): (name: string) => boolean {
  if (pattern.kind === "text") return (name) => name === pattern.text;
  const expression = new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  return (name) => expression.test(name);
}

function newestFirst(a: GitReference, b: GitReference): number {
  return b.timeUnix - a.timeUnix || (a.name < b.name ? -1 : 1);
}
