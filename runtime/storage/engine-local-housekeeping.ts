import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { Engine } from "../engine/engine.ts";
import { stageLabels, volumeLabels } from "../plan/stage-labels.ts";
import type { LocalRecords } from "./engine-local-records.ts";
import type { StageHousekeeping, StoredEntry } from "./housekeeping.ts";
import { parseStageReference } from "./stage-reference.ts";

/** Stages that are images of the engine, what their mounts keep, and the records of this machine. */
export function createEngineLocalHousekeeping({
  engine,
  project,
  records,
}: {
  readonly engine: Engine;
  readonly project: string;
  readonly records: LocalRecords;
}): StageHousekeeping {
  return {
    address: ":local",
    async entries() {
      const stages = await listStages(engine, project);
      const ids = new Set(stages.map(({ id }) => id));
      // What another engine of this machine has is left alone.
      const kept = await engine.volumes.list(`${volumeLabels.project}=${project}`);
      const own = (await records.list()).filter(({ id }) => ids.has(id));
      return [
        ...stages,
        ...own.map(({ image, commit, id }) => ({
          kind: "record" as const,
          name: `${commit} ${id} ${image}`,
          image,
          commit,
          id,
        })),
        ...kept.map((name) => ({ kind: "project-record" as const, name })),
      ];
    },
    async remove(entries, onRemoved, signal) {
      const failures = new Map<string, string>();
      await removeKept(engine, project, entries);
      // Children before their parents: an image that has one keeps its layers.
      for (const entry of entries.filter((each) => each.kind === "stage").sort(newestFirst)) {
        signal.throwIfAborted();
        const why = await engine.images.remove(entry.name).then(() => undefined, reasonOf);
        if (why === undefined) onRemoved(entry);
        else failures.set(entry.name, why);
      }
      for (const entry of entries.filter((each) => each.kind === "project-record")) {
        signal.throwIfAborted();
        const why = await engine.volumes.remove(entry.name).then(() => undefined, reasonOf);
        if (why === undefined) onRemoved(entry);
        else failures.set(entry.name, why);
      }
      const gone = entries.filter((entry) => entry.kind === "record");
      await records.remove(gone);
      gone.forEach(onRemoved);
      return failures;
    },
  };
}

/** Containers of failed stages hold the stage that they were made of; what goes is worth no more than the stage itself. */
async function removeKept(engine: Engine, project: string, entries: readonly StoredEntry[]): Promise<void> {
  const going = new Set(entries.flatMap((entry) => (entry.kind === "stage" ? [entry.imageId] : [])));
  for (const { id, imageId, labels } of await engine.kept.list()) {
    if (labels[stageLabels.project] === project && going.has(imageId)) await engine.kept.remove(id);
  }
}

type StageEntry = Extract<StoredEntry, { kind: "stage" }>;

async function listStages(engine: Engine, project: string): Promise<readonly StageEntry[]> {
  const images = await engine.images.list({ label: `werf=${project}` });
  return images.flatMap(({ id: imageId, references, labels }) =>
    references.flatMap((name) => {
      const parsed = parseStageReference(name);
      if (parsed?.name !== project) return [];
      const id = `${parsed.digest}-${parsed.timestampMs}`;
      return [{ kind: "stage" as const, name, id, imageId, timestampMs: parsed.timestampMs, labels }];
    }),
  );
}

function newestFirst(a: StageEntry, b: StageEntry): number {
  return b.timestampMs - a.timestampMs;
}

/** A container that uses an image keeps it; an engine that does not answer ends the command. */
function reasonOf(error: unknown): string {
  if (!isBuilderError(error) || error.code === "ENGINE.UNREACHABLE") throw error;
  return error.why ?? error.message;
}
