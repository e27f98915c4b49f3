import type { Commit, ObjectId } from "./repository.ts";

/** A commit as its object tells it. */
export interface CommitObject extends Commit {
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
}

/** Reads a commit object; of the header only what builder needs. */
export function parseCommitObject(id: ObjectId, content: Buffer): CommitObject {
  const header = content.toString("utf8").split("\n\n", 1)[0] ?? "";
  const lines = header.split("\n");
  const tree = valuesOf(lines, "tree")[0] ?? "";
  const committer = /(\d+) ([+-])(\d\d)(\d\d)$/.exec(valuesOf(lines, "committer")[0] ?? "");
  const [, seconds = "0", sign = "+", hours = "0", minutes = "0"] = committer ?? [];
  const offset = Number(hours) * 60 + Number(minutes);
  return {
    id,
    tree,
    parents: valuesOf(lines, "parent"),
    timeUnix: Number(seconds),
    timezoneMinutes: sign === "-" && offset !== 0 ? -offset : offset,
  };
}

function valuesOf(lines: readonly string[], key: string): readonly string[] {
  return lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
}
