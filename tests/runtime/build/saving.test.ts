import { afterEach, expect, test, vi } from "vitest";
import { type RunRequest, runImages } from "../../../runtime/build/run-images.ts";
import type { BuildEvent, RunReport } from "../../../runtime/report/events.ts";
import { createEngineLocalStorage } from "../../../runtime/storage/engine-local-storage.ts";
import type { Locks } from "../../../runtime/storage/lock/lock.ts";
import type { StageStorage } from "../../../runtime/storage/storage.ts";
import type { BuildGraph } from "../../../sdk/model/build-graph.ts";
import { testBase } from "../../support/base-image.ts";
import { testEngine, uniqueName } from "../../support/engine.ts";
import { imageNode, shellNode } from "../../support/image-node.ts";
import { docker, removeKeptContainers } from "../../support/project.ts";

const engine = testEngine();
const projects: string[] = [];

afterEach(() => {
  for (const project of projects.splice(0)) {
    removeKeptContainers(project);
    const names = docker("images", "--filter", `label=werf=${project}`, "--format", "{{.Repository}}:{{.Tag}}");
    for (const name of names.split("\n").filter(Boolean)) docker("rmi", name);
  }
});

/** An image with three stages; the second says that it runs and takes its time. */
function createGraph(): BuildGraph {
  const name = uniqueName("saving");
  projects.push(name);
  const shell = shellNode({ beforeInstall: ["echo it runs", "sleep 0.5"], install: ["echo made > /made"] });
  return {
    schemaVersion: 1,
    project: { kind: "project", name, digests: "builder", allowUnshallow: true },
    images: [imageNode({ base: { kind: "reference", reference: testBase }, shell })],
    pipelines: [],
    workflows: [],
  };
}

/** What happens under the lock of a stage, before the storage is looked at; the stages come in the order of their building. */
function locksThat(before: (count: number) => Promise<unknown>): Locks {
  let count = 0;
  return {
    async withLock(_name, use) {
      count += 1;
      await before(count);
      return use({ token: 1, lost: new AbortController().signal });
    },
    close: async () => {},
  };
}

const nothing = locksThat(async () => {});

async function run(
  graph: BuildGraph,
  { locks = nothing, storage = storageOf(graph) }: { locks?: Locks; storage?: StageStorage } = {},
): Promise<{ readonly report: RunReport; readonly events: readonly BuildEvent[] }> {
  const events: BuildEvent[] = [];
  const request: RunRequest = {
    command: "run",
    targets: [],
    parallelTasksLimit: 5,
    platform: "linux/amd64",
    beginRun: async () => graph.project.name,
    env: {},
    mounts: [],
    secrets: { environment: {}, folder: "" },
    onEvent: (event) => events.push(event),
    signal: new AbortController().signal,
  };
  return {
    report: await runImages(
      {
        engine,
        storage,
        locks,
        matchPaths: () => () => true,
        latestImageId: async () => undefined,
        baseTriggers: async () => [],
      },
      graph,
      request,
    ),
    events,
  };
}

const storageOf = (graph: BuildGraph): StageStorage =>
  createEngineLocalStorage({ engine, project: graph.project.name });

const stagesOf = ({ images }: RunReport) =>
  images[0]?.stages.map(({ name, action, discarded }) => [name, discarded ? "discard" : action]);

const referencesOf = ({ images }: RunReport) => images[0]?.stages.map(({ reference }) => reference);

/** Of a run's images those that have no name. */
const nameless = (graph: BuildGraph): string =>
  docker("images", "--quiet", "--filter", "dangling=true", "--filter", `label=builder.run=${graph.project.name}`);

test.each([1, 2, 3])(
  "when somebody is faster with stage %i, what was built on one's own is given up too",
  async (at) => {
    const graph = createGraph();
    let theirs: RunReport | undefined;
    const locks = locksThat(async (count) => {
      if (count === at) theirs = (await run(graph)).report;
    });
    const { report, events } = await run(graph, { locks });
    expect(report.ok).toBe(true);
    expect(referencesOf(report)).toEqual(theirs && referencesOf(theirs));
    // Those before were ours, and are used by the faster one; those after are theirs.
    const names = ["from", "beforeInstall", "install"];
    expect(stagesOf(report)?.map(([name]) => name)).toEqual(names);
    expect(stagesOf(report)?.[at - 1]).toEqual([names[at - 1], "discard"]);
    expect(events.filter(({ kind }) => kind === "stage-discarded")).toHaveLength(1);
    expect(await storageOf(graph).list(new AbortController().signal)).toHaveLength(3);
    expect(nameless(graph)).toBe("");
  },
);

test("a stage of somebody who was faster may bear the name that ours has", async () => {
  const clock = vi.spyOn(Date, "now").mockReturnValue(1_800_000_000_000);
  try {
    const graph = createGraph();
    let theirs: RunReport | undefined;
    const locks = locksThat(async (count) => {
      if (count === 1) theirs = (await run(graph)).report;
    });
    const { report } = await run(graph, { locks });
    expect([report.ok, referencesOf(report)]).toEqual([true, theirs && referencesOf(theirs)]);
    expect(stagesOf(report)?.[0]).toEqual(["from", "discard"]);
  } finally {
    clock.mockRestore();
  }
});

test("where somebody took us for dead and saved it too, the oldest counts, as it does for all others", async () => {
  const graph = createGraph();
  const own = storageOf(graph);
  const older: string[] = [];
  const storage: StageStorage = {
    ...own,
    async save(stage, transfer) {
      if (older.length === 0) {
        const { reference } = await own.save({ ...stage, timestampMs: stage.timestampMs - 1000 }, transfer);
        older.push(reference);
      }
      return own.save(stage, transfer);
    },
  };
  const lost: Locks = {
    withLock: (_name, use) => use({ token: 1, lost: AbortSignal.abort() }),
    close: async () => {},
  };
  const { report } = await run(graph, { storage, locks: lost });
  expect([report.ok, referencesOf(report)?.[0]]).toEqual([true, older[0]]);
  const again = await run(graph);
  expect(referencesOf(again.report)).toEqual(referencesOf(report));
});

test("what was built before a failure is kept, although it was still being saved", async () => {
  const graph = createGraph();
  const [image] = graph.images;
  if (image === undefined) throw new Error("no image");
  const shell = shellNode({ beforeInstall: ["true"], install: ["exit 3"] });
  const failing = { ...graph, images: [{ ...image, shell }] };
  const slow = locksThat(() => new Promise((resolve) => setTimeout(resolve, 1500)));
  const { report } = await run(failing, { locks: slow });
  expect(report).toMatchObject({ ok: false, error: { code: "BUILD.COMMAND_FAILED", stage: "install" } });
  expect(await storageOf(graph).list(new AbortController().signal)).toHaveLength(2);
  expect(nameless(graph)).toBe("");
});

test("a stage that cannot be saved fails the run, and leaves no image without a name", async () => {
  const graph = createGraph();
  const storage: StageStorage = {
    ...storageOf(graph),
    save: async () => {
      throw new Error("no room");
    },
  };
  await expect(run(graph, { storage })).rejects.toThrow("no room");
  expect(nameless(graph)).toBe("");
});

test("a storage that loses what it has just listed is given up after four tries", async () => {
  const graph = createGraph();
  await run(graph);
  const rejected: string[] = [];
  const own = storageOf(graph);
  const storage: StageStorage = {
    ...own,
    // Each time under another name, as if others kept on pushing damaged ones.
    list: async (signal) => {
      const listed = await own.list(signal);
      const last = listed.at(-1);
      return last === undefined ? [] : [...listed.slice(0, -1), renamed(last, rejected.length)];
    },
    isThere: async () => false,
    reject: async ({ reference }) => void rejected.push(reference),
  };
  await expect(run(graph, { storage })).rejects.toMatchObject({ code: "BUILD.STORAGE_BROKEN" });
  expect(rejected).toHaveLength(4);
});

const renamed = <T extends { readonly reference: string }>(stage: T, count: number): T => ({
  ...stage,
  reference: `${stage.reference}${count}`,
});
