import { statfs } from "node:fs/promises";

/** How full the volume is that holds a folder. */
export interface DiskUsage {
  readonly usedBytes: number;
  /** Without what is kept back for root. */
  readonly totalBytes: number;
}

export async function readDiskUsage(folder: string): Promise<DiskUsage> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder);
  const used = blocks - bfree;
  return { usedBytes: used * bsize, totalBytes: (used + bavail) * bsize };
}

/** When to free space, and how much; percents of a volume. */
export interface UsageLimit {
  readonly allowedPercent: number;
  /** How far below it, once it is passed. */
  readonly marginPercent: number;
}

/** The bytes in use that are to be reached; undefined where nothing has to be freed. */
export function targetBytes({ usedBytes, totalBytes }: DiskUsage, limit: UsageLimit): number | undefined {
  if (usedBytes <= (totalBytes * limit.allowedPercent) / 100) return undefined;
  return (totalBytes * Math.max(0, limit.allowedPercent - limit.marginPercent)) / 100;
}
