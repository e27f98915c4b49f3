import { Bug } from "../../sdk/errors/bug.ts";
import type { FileMode, ObjectId } from "./repository.ts";
import { toFileMode } from "./tree-object.ts";

/** One side of a difference. */
export interface DiffSide {
  readonly mode: FileMode;
  readonly id: ObjectId;
}

/** One path of a raw diff; at least one of the sides is there. */
export interface RawDifference {
  readonly path: string;
  readonly before?: DiffSide;
  readonly after?: DiffSide;
}

/** Reads the output of `git diff-tree -r -z --raw --no-renames --no-abbrev`. */
export function parseRawDiff(output: string): readonly RawDifference[] {
  const words = output.split("\0");
  const differences: RawDifference[] = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [header = "", path = ""] = [words[at], words[at + 1]];
    const [, modeBefore, modeAfter, idBefore, idAfter] =
      /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*$/.exec(header) ?? [];
    if (!modeBefore || !modeAfter || !idBefore || !idAfter) throw new Bug(`cannot read git's raw diff: ${header}`);
    const [before, after] = [sideOf(modeBefore, idBefore), sideOf(modeAfter, idAfter)];
    differences.push({ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) });
  }
  return differences;
}

function sideOf(mode: string, id: ObjectId): DiffSide | undefined {
  return mode === "000000" ? undefined : { mode: toFileMode(mode), id };
}
