import type { CleanupNode } from "../../sdk/model/cleanup-node.ts";
import type { History } from "../git/history.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import type { StoredEntry } from "../storage/housekeeping.ts";
import { defaultPolicies } from "./default-policies.ts";
import { type HistoryReason, keptByHistory } from "./kept-by-history.ts";
import { selectReferences } from "./select-references.ts";

/** What becomes of one entry, and why. */
export interface Decision {
  readonly entry: StoredEntry;
  readonly action: "keep" | "remove";
  readonly reason: string;
}

export interface CleanupRequest {
  readonly entries: readonly StoredEntry[];
  readonly cleanup: CleanupNode;
  /** Absent where the policy of the git history is off. */
  readonly history?: History;
  readonly nowMs: number;
}

type StageEntry = Extract<StoredEntry, { kind: "stage" }>;
type RecordEntry = Extract<StoredEntry, { kind: "record" }>;

/** Why stages stay, by their ids, and by which records branches and tags were found to need them. */
interface Kept {
  readonly reasons: ReadonlyMap<string, string>;
  /** Kept for their age, whatever git says. */
  readonly young: ReadonlySet<string>;
  readonly records: ReadonlySet<StoredEntry>;
}

/**
 * Decides about every entry; pure. First what is needed itself is found (by branches and tags, by its age), then what that was
 * made of: parents and sources of imports stay with what stays. The rest goes, and records with the stages that they are of.
 */
export function planCleanup(request: CleanupRequest): readonly Decision[] {
  const stages = request.entries.filter((entry) => entry.kind === "stage");
  const needed = findNeeded(request, stages);
  const kept: Kept = { ...needed, reasons: withRelatives(stages, needed.reasons) };
  return request.entries.map((entry) => decide(entry, kept, request));
}

function decide(entry: StoredEntry, kept: Kept, request: CleanupRequest): Decision {
  switch (entry.kind) {
    case "stage":
      return decideStage(entry, kept, request);
    case "rejected":
      return { entry, action: "remove", reason: "it was found to be damaged" };
    case "record":
      return decideRecord(entry, kept, request);
    case "import-record":
      return kept.reasons.has(entry.id)
        ? { entry, action: "keep", reason: "the stage that it was taken from stays" }
        : { entry, action: "remove", reason: "the stage that it was taken from does not stay" };
    case "project-record":
      return { entry, action: "keep", reason: "it is of the whole project" };
  }
}

function findNeeded(request: CleanupRequest, stages: readonly StageEntry[]): Kept {
  const { entries, cleanup, history, nowMs } = request;
  const reasons = new Map<string, string>();
  const young = new Set(stages.filter((stage) => isYoung(stage, request)).map(({ id }) => id));
  if (cleanup.disable) for (const { id } of stages) reasons.set(id, "cleaning up is switched off in build.ts");
  for (const { id, aliases = [] } of stages) if (aliases.length > 0) reasons.set(id, `tagged ${aliases.join(", ")}`);
  if (cleanup.disable || history === undefined)
    return { reasons: withAges(reasons, stages, young, request), young, records: new Set(entries) };
  const records = entries.filter((entry) => entry.kind === "record");
  const selected = selectReferences(history.references, cleanup.keepPolicies ?? defaultPolicies, nowMs);
  const found = keptByHistory(selected, history, records, nowMs);
  for (const [id, reason] of found.stages) reasons.set(id, historyText(reason));
  return {
    reasons: withAges(reasons, stages, young, request),
    young,
    records: new Set(records.filter((record) => found.records.has(record))),
  };
}

function isYoung({ timestampMs }: StageEntry, { cleanup, nowMs }: CleanupRequest): boolean {
  if (cleanup.disableBuiltWithinLastNHoursPolicy) return false;
  return nowMs - timestampMs < cleanup.keepImagesBuiltWithinLastNHours * 3_600_000;
}

function withAges(
  reasons: ReadonlyMap<string, string>,
  stages: readonly StageEntry[],
  young: ReadonlySet<string>,
  { cleanup, nowMs }: CleanupRequest,
): ReadonlyMap<string, string> {
  const hours = cleanup.keepImagesBuiltWithinLastNHours;
  const ages = stages
    .filter(({ id }) => young.has(id))
    .map(({ id, timestampMs }) => [id, `built ${ageText(nowMs - timestampMs)} ago, less than ${hours} h`] as const);
  return new Map([...ages, ...reasons]);
}

function historyText({ image, commit, reference }: HistoryReason): string {
  return `${image} of commit ${commit.slice(0, 12)} on ${reference.type} ${reference.name}`;
}

function ageText(ageMs: number): string {
  const minutes = Math.max(0, Math.floor(ageMs / 60_000));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Adds what the kept ones were made of, and what that was made of. */
function withRelatives(
  stages: readonly StageEntry[],
  reasons: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const idsByImage = new Map(stages.map(({ id, imageId }) => [imageId ?? "", id]));
  const all = new Map(reasons);
  // A Map hands out what is added while it is walked.
  for (const id of all.keys()) {
    for (const { relative, what } of relativesOf(byId.get(id)?.labels ?? {})) {
      const found = byId.has(relative) ? relative : idsByImage.get(relative);
      if (found !== undefined && !all.has(found)) all.set(found, `${what} ${shortId(id)}, which stays`);
    }
  }
  return all;
}

/** Ids of the stages, or of their images, that an image was made of, by its labels (spec §1.8). */
function relativesOf(
  labels: Readonly<Record<string, string>>,
): readonly { readonly relative: string; readonly what: string }[] {
  return Object.entries(labels).flatMap(([name, relative]) => {
    const what = relations.find(([prefix]) => name.startsWith(prefix))?.[1];
    return what === undefined ? [] : [{ relative, what }];
  });
}

const relations = [
  [stageLabels.parentStageId, "parent of"],
  [stageLabels.baseImageId, "parent of"],
  ["werf-import-source-stage-id-", "imported by"],
  ["werf-dependency-stage-id-", "dependency of"],
] as const;

function decideStage(entry: StageEntry, kept: Kept, { cleanup, history }: CleanupRequest): Decision {
  const reason = kept.reasons.get(entry.id);
  if (reason !== undefined) return { entry, action: "keep", reason };
  if (entry.labels === undefined) return { entry, action: "remove", reason: "its content cannot be read" };
  const byGit = history === undefined ? [] : ["no branch or tag needs it"];
  const byAge = cleanup.disableBuiltWithinLastNHoursPolicy
    ? []
    : [`built more than ${cleanup.keepImagesBuiltWithinLastNHours} h ago`];
  return { entry, action: "remove", reason: [...byGit, ...byAge].join(", ") || "no policy keeps it" };
}

function decideRecord(entry: RecordEntry, kept: Kept, { history }: CleanupRequest): Decision {
  if (!kept.reasons.has(entry.id)) return { entry, action: "remove", reason: "its stage does not stay" };
  if (kept.records.has(entry)) {
    return { entry, action: "keep", reason: history === undefined ? "its stage stays" : "a branch or tag needs it" };
  }
  // It may be of a commit that is not pushed yet.
  if (kept.young.has(entry.id)) return { entry, action: "keep", reason: "its stage was built lately" };
  return { entry, action: "remove", reason: "no branch or tag needs it" };
}

/** As people recognise it. */
export function shortId(id: string): string {
  return id.replace(/^([0-9a-f]{12})[0-9a-f]*/, "$1…");
}

/** All goes, whatever needs it. */
export function planPurge(entries: readonly StoredEntry[]): readonly Decision[] {
  return entries.map((entry) => ({ entry, action: "remove", reason: "everything of the project is removed" }));
}
