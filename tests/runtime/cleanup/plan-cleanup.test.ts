import { describe, expect, test } from "vitest";
import { defaultCleanup } from "../../../runtime/cleanup/default-policies.ts";
import { planCleanup, planPurge } from "../../../runtime/cleanup/plan-cleanup.ts";
import type { GitReference, History, HistoryCommit } from "../../../runtime/git/history.ts";
import type { StoredEntry } from "../../../runtime/storage/housekeeping.ts";
import type { CleanupNode, KeepPolicyNode } from "../../../sdk/model/cleanup-node.ts";

const nowMs = Date.UTC(2024, 5, 1);
const hourMs = 3_600_000;

type Stage = Extract<StoredEntry, { kind: "stage" }>;

function stage(id: string, ageHours = 100, labels: Record<string, string> = {}): Stage {
  return { kind: "stage", name: `repo:${id}`, id, timestampMs: nowMs - ageHours * hourMs, labels };
}

function record(commit: string, id: string, image = "app"): StoredEntry {
  return { kind: "record", name: `${image} ${commit} ${id}`, image, commit, id };
}

/** Commits as `id: [hours ago, ...parents]`. */
function historyOf(
  commits: Readonly<Record<string, readonly [hoursAgo: number, ...parents: string[]]>>,
  references: Readonly<Record<string, string>>,
): History {
  const timeOf = (id: string): number => nowMs / 1000 - (commits[id]?.[0] ?? 0) * 3600;
  return {
    references: Object.entries(references).map(([name, commit]): GitReference => {
      const isTag = name.startsWith("v");
      return { type: isTag ? "tag" : "branch", name, commit, timeUnix: timeOf(commit) };
    }),
    commit: (id): HistoryCommit | undefined => {
      const [, ...parents] = commits[id] ?? [];
      return commits[id] === undefined ? undefined : { timeUnix: timeOf(id), parents };
    },
  };
}

/** `id: action reason` of the stages. */
function decide(
  entries: readonly StoredEntry[],
  history: History | undefined,
  cleanup: Partial<CleanupNode> = {},
): Record<string, string> {
  const decisions = planCleanup({ entries, history, nowMs, cleanup: { ...defaultCleanup, ...cleanup } });
  expect(decisions.map(({ entry }) => entry)).toEqual(entries);
  return Object.fromEntries(
    decisions.map(({ entry, action, reason }) => [
      entry.kind === "stage" ? entry.id : entry.name,
      `${action}: ${reason}`,
    ]),
  );
}

function keptStages(
  entries: readonly StoredEntry[],
  history: History,
  keepPolicies: readonly KeepPolicyNode[],
): string[] {
  const decided = decide(entries, history, { keepPolicies });
  return entries.flatMap((entry) =>
    entry.kind === "stage" && decided[entry.id]?.startsWith("keep") ? [entry.id] : [],
  );
}

const gone = "remove: no branch or tag needs it, built more than 2 h ago";

test("an image of a branch stays with what it was made of; what nothing needs goes, with its records", () => {
  const entries: StoredEntry[] = [
    stage("from"),
    stage("source"),
    stage("dependency"),
    { ...stage("old-parent"), imageId: "sha256:old-parent" },
    stage("last", 100, {
      "werf.io/parent-stage-id": "from",
      "werf-import-source-stage-id-abc": "source",
      "werf-dependency-stage-id-def": "dependency",
      "werf.io/base-image-id": "sha256:old-parent",
    }),
    stage("unrelated"),
    record("c1", "last"),
    record("c0", "unrelated"),
    { kind: "rejected", name: "repo:x-rejected", id: "x" },
    { kind: "import-record", name: "import-1", id: "source" },
    { kind: "import-record", name: "import-2", id: "unrelated" },
    { kind: "project-record", name: "managed-image-app" },
  ];
  expect(decide(entries, historyOf({ c1: [90] }, { feature: "c1" }))).toEqual({
    from: "keep: parent of last, which stays",
    source: "keep: imported by last, which stays",
    dependency: "keep: dependency of last, which stays",
    "old-parent": "keep: parent of last, which stays",
    last: "keep: app of commit c1 on branch feature",
    unrelated: gone,
    "app c1 last": "keep: a branch or tag needs it",
    "app c0 unrelated": "remove: its stage does not stay",
    "repo:x-rejected": "remove: it was found to be damaged",
    "import-1": "keep: the stage that it was taken from stays",
    "import-2": "remove: the stage that it was taken from does not stay",
    "managed-image-app": "keep: it is of the whole project",
  });
});

test("what was built in the last two hours stays, with its records and its parents", () => {
  const entries = [
    stage("base"),
    stage("young", 1.5, { "werf.io/parent-stage-id": "base" }),
    stage("older", 2.5),
    record("not-pushed", "young"),
  ];
  const history = historyOf({ c: [1] }, { main: "c" });
  expect(decide(entries, history)).toEqual({
    base: "keep: parent of young, which stays",
    young: "keep: built 1 h 30 min ago, less than 2 h",
    older: gone,
    "app not-pushed young": "keep: its stage was built lately",
  });
  expect(decide(entries, history, { keepImagesBuiltWithinLastNHours: 3 }).older).toBe(
    "keep: built 2 h 30 min ago, less than 3 h",
  );
  expect(decide(entries, history, { disableBuiltWithinLastNHoursPolicy: true }).young).toBe(
    "remove: no branch or tag needs it",
  );
});

test("without the policy of git the age alone decides; switched off, nothing but damage goes", () => {
  const entries: StoredEntry[] = [stage("a", 3), record("c", "a"), { kind: "rejected", name: "r", id: "a" }];
  expect(decide(entries, undefined)).toEqual({
    a: "remove: built more than 2 h ago",
    "app c a": "remove: its stage does not stay",
    r: "remove: it was found to be damaged",
  });
  expect(decide(entries, undefined, { disable: true })).toEqual({
    a: "keep: cleaning up is switched off in build.ts",
    "app c a": "keep: its stage stays",
    r: "remove: it was found to be damaged",
  });
});

test("a stage that somebody has given a name stays", () => {
  const tagged = { ...stage("a"), aliases: ["v1.0", "stable"] };
  expect(decide([tagged], historyOf({}, {}))).toEqual({ a: "keep: tagged v1.0, stable" });
});

test("a stage that cannot be read goes unless something needs it", () => {
  const { labels: _, ...unreadable } = stage("broken");
  expect(decide([unreadable], historyOf({}, {}))).toEqual({ broken: "remove: its content cannot be read" });
});

describe("werf's own policies", () => {
  test("keep the last 2 images of the week of a branch, 10 of main, and one of each of 10 tags", () => {
    const chain = (prefix: string, count: number, hours: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `${prefix}${index}`,
          [hours + index * 10, ...(index + 1 < count ? [`${prefix}${index + 1}`] : [])] as [number, ...string[]],
        ]),
      );
    const commits = {
      ...chain("main", 12, 300),
      ...chain("feature", 4, 140),
      ...chain("stale", 1, 169),
      ...chain("tagged", 11, 1000),
    };
    const tags = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`v${index}`, `tagged${index}`]));
    const history = historyOf(commits, { main: "main0", feature: "feature0", stale: "stale0", ...tags });
    const ids = Object.keys(commits);
    const decided = decide(
      ids.flatMap((id) => [stage(id), record(id, id)]),
      history,
    );
    const removed = ids.filter((id) => decided[id]?.startsWith("remove"));
    // feature2 and feature3 are a week old less 8 hours and more than a week; main10 and on are more than ten.
    expect(removed).toEqual(["main10", "main11", "feature2", "feature3", "stale0", "tagged10"]);
  });
});

describe("policies", () => {
  const commits = { new: [1, "middle"], middle: [6, "old"], old: [20] } as const;
  const history = historyOf(commits, { test: "new", "test-2": "old" });
  const entries = ["new", "middle", "old"].flatMap((id) => [stage(id, 1000), record(id, id)]);
  const onTest = { type: "branch", pattern: { kind: "text", text: "test" } } as const;
  const hours = (count: number): number => count * hourMs;

  test.each([
    ["one image without a number", undefined, ["new"]],
    ["last -1", { last: -1 }, ["new", "middle", "old"]],
    ["last 0", { last: 0 }, []],
    ["last 2", { last: 2 }, ["new", "middle"]],
    ["in 12h", { inMs: hours(12) }, ["new", "middle"]],
    ["in 12h and last 1", { inMs: hours(12), last: 1 }, ["new"]],
    ["in 12h or last 3", { inMs: hours(12), last: 3, operator: "Or" }, ["new", "middle", "old"]],
  ] as const)("imagesPerReference: %s", (_, limit, expected) => {
    const imagesPerReference = limit && ({ operator: "And", ...limit } as const);
    expect(keptStages(entries, history, [{ references: onTest, imagesPerReference }])).toEqual(expected);
  });

  test.each([
    ["all of them", undefined, ["new", "old"]],
    ["in 12h", { inMs: hours(12) }, ["new"]],
    ["in 12h or last 2", { inMs: hours(12), last: 2, operator: "Or" }, ["new", "old"]],
    ["in 12h and last 2", { inMs: hours(12), last: 2 }, ["new"]],
    ["last 1", { last: 1 }, ["new"]],
  ] as const)("the limit of references: %s", (_, limit, expected) => {
    const references = {
      type: "branch",
      pattern: { kind: "regexp", source: "test.*", flags: "" },
      ...(limit && { limit: { operator: "And", ...limit } as const }),
    } as const;
    expect(keptStages(entries, history, [{ references }])).toEqual(expected);
  });

  test("a pattern matches a whole name, and branches are no tags", () => {
    const kept = (references: KeepPolicyNode["references"]) => keptStages(entries, history, [{ references }]);
    expect(kept({ type: "branch", pattern: { kind: "regexp", source: "te|st", flags: "" } })).toEqual([]);
    expect(kept({ type: "branch", pattern: { kind: "text", text: "tes." } })).toEqual([]);
    expect(kept({ type: "tag", pattern: { kind: "regexp", source: ".*", flags: "" } })).toEqual([]);
    expect(kept({ type: "branch", pattern: { kind: "regexp", source: "TEST-2", flags: "i" } })).toEqual(["old"]);
  });

  test("a later policy says how many images of a reference stay", () => {
    const all = { references: onTest, imagesPerReference: { last: -1, operator: "And" } } as const;
    const none = { references: onTest, imagesPerReference: { last: 0, operator: "And" } } as const;
    expect(keptStages(entries, history, [all, none])).toEqual([]);
    expect(keptStages(entries, history, [none, all])).toEqual(["new", "middle", "old"]);
  });

  test("each image of the project counts by itself, and a stage of several commits once", () => {
    const many = [
      ...["a1", "b1", "b2"].map((id) => stage(id)),
      record("new", "a1", "a"),
      record("middle", "a1", "a"),
      record("new", "b1", "b"),
      record("old", "b2", "b"),
    ];
    expect(keptStages(many, history, [{ references: onTest }])).toEqual(["a1", "b1"]);
  });

  test("both sides of a merge are looked at, the nearer commits first", () => {
    const merged = historyOf(
      { merge: [1, "left", "right"], left: [5, "base"], right: [4, "base"], base: [9] },
      { test: "merge" },
    );
    const sides = ["left", "right", "base"].flatMap((id) => [stage(id), record(id, id)]);
    const limit = { last: 2, operator: "And" } as const;
    expect(keptStages(sides, merged, [{ references: onTest, imagesPerReference: limit }])).toEqual(["left", "right"]);
  });
});

test("a purge keeps nothing", () => {
  const entries: StoredEntry[] = [stage("a", 0), { kind: "project-record", name: "managed-image-app" }];
  expect(planPurge(entries).map(({ action }) => action)).toEqual(["remove", "remove"]);
});
