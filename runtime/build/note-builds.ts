import { isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { EventListener, RunReport } from "../report/events.ts";
import type { BuildRecords, BuiltImage } from "../storage/housekeeping.ts";
import { recordsFailed } from "./errors.ts";

/**
 * Notes which stages the images of a commit are, so that `builder cleanup` keeps what branches and tags need. The images are
 * built whether it works or not, so a failure is a warning.
 */
export async function noteBuilds(
  records: BuildRecords,
  { images, commit }: RunReport,
  onEvent: EventListener,
  signal: AbortSignal,
): Promise<void> {
  if (commit === undefined) return;
  const built = images.flatMap(({ name, artifact, reference }): readonly BuiltImage[] => {
    const id = reference?.slice(reference.lastIndexOf(":") + 1);
    return artifact || id === undefined ? [] : [{ image: name, id }];
  });
  try {
    if (built.length > 0) await records.note(commit, built, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!isBuilderError(error)) throw error;
    onEvent({ kind: "warning", diagnostic: recordsFailed(error.toDiagnostic()) });
  }
}
