import type { BuildEvent } from "./events.ts";
import { sizeText } from "./size-text.ts";

type TransferEvent = Extract<BuildEvent, { kind: "pull" | "push" }>;

/** Turns a stream of progress into a few lines per pull or push: its beginning, then every quarter. */
export interface TransferMilestones {
  lines(event: TransferEvent): readonly string[];
}

export function createTransferMilestones(): TransferMilestones {
  const reached = new Map<string, number>();
  return {
    lines({ kind, reference, currentBytes, totalBytes }) {
      const key = `${kind} ${reference}`;
      const doing = kind === "pull" ? "pulling" : "pushing";
      const quarter = totalBytes > 0 ? Math.floor((4 * currentBytes) / totalBytes) : 0;
      const last = reached.get(key);
      if (last !== undefined && quarter <= last) return [];
      reached.set(key, quarter);
      if (last === undefined) return [`${doing} ${reference}`];
      return [`${doing} ${reference}: ${sizeText(currentBytes)} of ${sizeText(totalBytes)}`];
    },
  };
}
