import type { ComparableStage } from "./comparable-stage.ts";
import { compareParts, type PartChange } from "./compare-parts.ts";
import type { Part } from "./part.ts";
import { stageLabels } from "./stage-labels.ts";
import type { StageName } from "./stage-name.ts";
import { decodeParts, toStoredPart } from "./stored-parts.ts";

/** How many things a reason names. */
const namedLimit = 3;

/** What is known about a stage that is to be built. */
export interface Explained {
  readonly stage: StageName;
  /** What its digest is made of now. */
  readonly parts: Part;
  /** Its last build, to compare with (`selectComparable`). */
  readonly best?: ComparableStage;
  /** There are stored ones, but of commits that HEAD does not go back to. */
  readonly isUnrelated: boolean;
  /** The stage before it, if this run builds that too. */
  readonly rebuiltBefore?: StageName;
  /** Files behind the change: of the masks for a user stage, of the patch for gitCache and gitLatestPatch. */
  readonly changedFiles: readonly string[];
  /** How people know a part. @default by its name */
  readonly shownName?: (part: string) => string;
}

/** Why a stage is built, in terms of what changed: one line without full stop, to be read after the stage's name. */
export function explainStage(explained: Explained): string {
  const { stage, parts, best, isUnrelated, rebuiltBefore, changedFiles, shownName = (part) => part } = explained;
  if ((stage === "gitLatestPatch" || stage === "gitCache") && changedFiles.length > 0) return countFiles(changedFiles);
  if (isUnrelated && best === undefined) return "new branch: the stage found belongs to an unrelated commit";
  if (best === undefined) return "first build";
  const before = decodeParts(best.labels[stageLabels.parts]);
  const compared = before === undefined ? [] : compareParts(before, toStoredPart(parts));
  // What is gone was known by a name that now may mean something else.
  const changes = compared.map((change) =>
    change.kind === "removed" ? change : { ...change, name: shownName(change.name) },
  );
  const texts = [...new Set(joinBases(changes).map((change) => describe(change, stage, changedFiles)))];
  if (texts.length > 0) return listSome(texts);
  if (rebuiltBefore !== undefined) return `${rebuiltBefore} was rebuilt`;
  if (before === undefined) return "what changed is not known: its last build does not say what it was made of";
  return stage === "from" || stage === "dockerfile"
    ? "the platform or the way of computing digests changed"
    : "the stage before it is another one than at its last build";
}

function countFiles(files: readonly string[]): string {
  return `${files.length === 1 ? "1 file" : `${files.length} files`} changed: ${listSome(files)}`;
}

/** `a, b, c and 4 more`. */
function listSome(items: readonly string[]): string {
  const more = items.length - namedLimit;
  return items.slice(0, namedLimit).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function describe(change: PartChange, stage: StageName, changedFiles: readonly string[]): string {
  const { kind, name, before, after } = change;
  if (name.startsWith("files of ") && kind === "changed") return describeFiles(name, changedFiles);
  if (name === stage) return "its definition changed";
  if (before !== undefined && after !== undefined) return `${name} ${before} → ${after}`;
  if (kind === "added" && after !== undefined) return `${name} set to ${after}`;
  if (kind === "removed" && before !== undefined) return `${name} ${before} removed`;
  return `${name} ${kind}`;
}

function describeFiles(name: string, changedFiles: readonly string[]): string {
  return changedFiles.length === 0 ? `the ${name} that it depends on changed` : `${listSome(changedFiles)} changed`;
}

/** The names that the part of a base may have: one for each kind (`from-stage.ts`). */
const baseNames = ["base image", "base image of this project", "scratch"];

/** Another kind of base comes as one part that is there and one that is gone; it reads better as one change. */
function joinBases(changes: readonly PartChange[]): readonly PartChange[] {
  const bases = changes.filter((change) => baseNames.includes(change.name));
  const added = bases.find((change) => change.kind === "added");
  const removed = bases.find((change) => change.kind === "removed");
  if (added === undefined || removed === undefined) return changes;
  const unnamed = "an image of this project";
  const joined: PartChange = {
    kind: "changed",
    name: "base image",
    before: removed.before ?? unnamed,
    after: added.after ?? unnamed,
  };
  return [...changes.filter((change) => !bases.includes(change)), joined];
}
