import type { DependencyValue } from "../../../sdk/model/dependency-node.ts";
import type { Digest } from "../digest.ts";

export const contentPrefix = "content:";

/**
 * What stands in builder's own digests for a value of another image: its content, so that the time at which it was built and the
 * place where it is kept change nothing.
 */
export function contentValue(type: DependencyValue, content: Digest): string {
  return `${contentPrefix}${type}:${content}`;
}
