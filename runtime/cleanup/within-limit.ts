import type { KeepLimitNode } from "../../sdk/model/cleanup-node.ts";

/** Whether something is within a limit: `index` counts from 0 for the newest. Without any number everything is. */
export function isWithinLimit(limit: KeepLimitNode, index: number, timeUnix: number, nowMs: number): boolean {
  const checks: boolean[] = [];
  if (limit.last !== undefined && limit.last >= 0) checks.push(index < limit.last);
  if (limit.inMs !== undefined) checks.push(timeUnix * 1000 >= nowMs - limit.inMs);
  if (checks.length === 0) return true;
  return limit.operator === "Or" ? checks.some(Boolean) : checks.every(Boolean);
}
