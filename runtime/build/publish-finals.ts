import { BrokenStage } from "./broken-stage.ts";
import type { Ports, RunRequest } from "./run-images.ts";
import type { Walked, WalkedImage } from "./walked.ts";

/** Hands the finished images on, all at the same time. A damaged one is a failure like that of a stage. */
export async function publishFinals(
  { publisher }: Pick<Ports, "publisher">,
  request: Pick<RunRequest, "command" | "onEvent" | "signal">,
  walked: Walked,
): Promise<Walked> {
  if (publisher === undefined || request.command === "plan" || walked.failure !== undefined) return walked;
  const done = new Map(walked.done);
  const publish = async (name: string, { result, stages }: WalkedImage): Promise<void> => {
    const stage = stages.at(-1)?.stored;
    if (!result.final || stage === undefined) return;
    const { onEvent, signal } = request;
    const onProgress = (progress: { reference: string; currentBytes: number; totalBytes: number }): void =>
      onEvent({ kind: "push", image: name, ...progress });
    const published = await publisher.publish({ name, stage }, { onProgress, signal });
    if (published === undefined) throw new BrokenStage(stage);
    for (const reference of published) onEvent({ kind: "image-published", image: name, reference });
    done.set(name, { result: { ...result, published }, stages });
  };
  const outcomes = await Promise.allSettled([...walked.done].map(([name, image]) => publish(name, image)));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed === undefined) return { done, failure: undefined };
  if (!(failed.reason instanceof BrokenStage)) throw failed.reason;
  return { done, failure: { image: "", reason: failed.reason } };
}
