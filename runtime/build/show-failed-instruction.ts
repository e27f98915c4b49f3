import { BuilderError, isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { InspectedImage } from "../engine/engine.ts";
import type { StageBuilding } from "./build-stage.ts";
import type { StageRequest } from "./walk.ts";

/**
 * The engine keeps nothing of an instruction that failed. What was before it is kept for a day, and whoever asked for it is let in at
 * once. Returns the failure with what there is to be done about it.
 *
 * @param parent the stage before it; undefined where the Dockerfile is built as a whole
 */
export async function showFailedInstruction(
  { containers, inspector, onEvent, signal }: Pick<StageBuilding, "containers" | "inspector" | "onEvent" | "signal">,
  { context: { image }, stage: { name: stage } }: Pick<StageRequest, "context" | "stage">,
  runId: string,
  parent: InspectedImage | undefined,
  error: unknown,
): Promise<unknown> {
  if (signal.aborted || !isBuilderError(error) || error.code !== "BUILD.DOCKERFILE_FAILED") return error;
  if (parent === undefined) {
    if (inspector?.onError !== undefined) onEvent({ kind: "note", text: `${image.name}/${stage}: ${builtAsWhole}` });
    const isCommand = error.message.includes("ended with exit code");
    if (!isCommand) return error;
    return withAdvice(error, "to look into it: staged: true, which makes each instruction a stage of its own");
  }
  await containers.withContainer(
    { image, stage, parent, runId, toolchains: [] },
    async (container) => {
      // There is no container before somebody asks for something in it.
      await container.stat("/");
      container.keep();
      if (inspector?.onError === undefined) return;
      await inspector.open(container, { image: image.name, stage, state: "before-failure" });
    },
    signal,
  );
  return withAdvice(error, "look into what was there before it: builder shell --last-failed");
}

const builtAsWhole =
  "the engine builds this Dockerfile as a whole and leaves no container to look into; staged: true makes each instruction a stage";

function withAdvice(error: BuilderError, advice: string): BuilderError {
  return new BuilderError({ ...error.toDiagnostic(), next: [...error.next, advice], cause: error.cause });
}
