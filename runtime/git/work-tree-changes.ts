import { gitEnvironment } from "./git-environment.ts";
import { readGit } from "./run-git.ts";

/** A path of the work tree that is not as HEAD has it. */
export interface WorkTreeChange {
  /** From the root. */
  readonly path: string;
  readonly state: "untracked" | "modified";
  /** What is not committed of a submodule: itself, or what it holds. Absent of anything else. */
  readonly submodule?: SubmoduleChange;
}

/** How a submodule differs from what the commit names. */
export interface SubmoduleChange {
  /** Another commit is checked out. */
  readonly isMoved: boolean;
  /** Files in it are changed or new. */
  readonly hasChanges: boolean;
}

const flags = ["--porcelain=v2", "-z", "--untracked-files=all", "--ignore-submodules=none", "--no-renames"];

/** All that git finds changed or new, without what .gitignore names. */
export async function listWorkTreeChanges(workTree: string): Promise<readonly WorkTreeChange[]> {
  const output = await readGit(["status", ...flags], { cwd: workTree, env: gitEnvironment(process.env) });
  return output.toString().split("\0").filter(Boolean).flatMap(parseRecord);
}

/** Words before the path of an ordinary change, and of one that is not merged yet. */
const wordsBefore: Readonly<Record<string, number>> = { "1": 8, u: 10 };

function parseRecord(record: string): readonly WorkTreeChange[] {
  if (record.startsWith("? ")) return [{ path: record.slice(2), state: "untracked" }];
  const words = record.split(" ");
  const before = wordsBefore[words[0] ?? ""];
  if (before === undefined) return [];
  const path = words.slice(before).join(" ");
  const [kind, moved, ...changed] = words[2] ?? "";
  if (kind !== "S") return [{ path, state: "modified" }];
  const hasChanges = changed.some((flag) => flag !== ".");
  return [{ path, state: "modified", submodule: { isMoved: moved !== "." || !hasChanges, hasChanges } }];
}
