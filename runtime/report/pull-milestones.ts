import type { BuildEvent } from "./events.ts";
import { sizeText } from "./size-text.ts";

type PullEvent = Extract<BuildEvent, { kind: "pull" }>;

/** Turns a stream of progress into a few lines per pull: its beginning, then every quarter. */
export interface PullMilestones {
  lines(event: PullEvent): readonly string[];
}

export function createPullMilestones(): PullMilestones {
  const reached = new Map<string, number>();
  return {
    lines({ reference, currentBytes, totalBytes }) {
      const quarter = totalBytes > 0 ? Math.floor((4 * currentBytes) / totalBytes) : 0;
      const last = reached.get(reference);
      if (last !== undefined && quarter <= last) return [];
      reached.set(reference, quarter);
      if (last === undefined) return [`pulling ${reference}`];
      return [`pulling ${reference}: ${sizeText(currentBytes)} of ${sizeText(totalBytes)}`];
    },
  };
}
