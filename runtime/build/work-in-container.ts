import { BuilderError, isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { Container, ImageConfig, ImageId } from "../engine/engine.ts";
import type { EventListener } from "../report/events.ts";
import type { Inspector } from "./inspection.ts";
import type { StageContainers, StageOfImage } from "./stage-container.ts";
import { stopBefore, watchFailure } from "./watched-container.ts";

/** A stage that is built in a container. */
export interface ContainerWork {
  readonly place: StageOfImage;
  readonly containers: StageContainers;
  /** Absent where nobody wants to look. */
  readonly inspector?: Inspector;
  readonly onEvent: EventListener;
  readonly signal: AbortSignal;
  /** Does the work; returns the config to commit. */
  build(container: Container): Promise<ImageConfig>;
  commit(container: Container, config: ImageConfig): Promise<ImageId>;
}

/**
 * Does the work of a stage in a container of its own and makes an image of it. Where a command fails, the container is kept for
 * a day, and whoever asked for it is let in at once.
 */
export async function workInContainer(work: ContainerWork): Promise<ImageId> {
  const { containers, place, signal } = work;
  let failedAfter: number | undefined;
  try {
    return await containers.withContainer(
      place,
      async (container) => {
        const watched = watchFailure(container);
        const config = await work.build(watched.container).catch(async (error: unknown) => {
          failedAfter = signal.aborted ? undefined : watched.commandsBeforeFailure();
          if (failedAfter !== undefined) await keep(work, container);
          throw failedAfter === undefined ? error : withAdvice(error);
        });
        signal.throwIfAborted();
        return work.commit(container, config);
      },
      signal,
    );
  } catch (error) {
    if (failedAfter !== undefined && work.inspector?.onError === "before") await showBefore(work, failedAfter);
    throw error;
  }
}

async function keep({ inspector, place }: ContainerWork, container: Container): Promise<void> {
  container.keep();
  const { image, stage } = place;
  if (inspector?.onError === "after") await inspector.open(container, { image: image.name, stage, state: "failed" });
}

/** Does the work once more, in a container of its own, and lets the person in in place of the command that failed. */
async function showBefore(
  { containers, place, build, inspector, onEvent, signal }: ContainerWork,
  commands: number,
): Promise<void> {
  const { image, stage } = place;
  const show = async (container: Container): Promise<void> =>
    inspector?.open(container, { image: image.name, stage, state: "before-failure" });
  try {
    await containers.withContainer(
      place,
      async (container) => build(stopBefore(container, commands, () => show(container))),
      signal,
    );
  } catch (error) {
    // The failure that is to be looked into is told all the same, and after this.
    if (!isBuilderError(error)) throw error;
    onEvent({
      kind: "note",
      text: `${image.name}/${stage}: what was before the failure cannot be had: ${error.message}`,
    });
  }
}

function withAdvice(error: unknown): unknown {
  if (!isBuilderError(error)) return error;
  const next = [...error.next, "look into the container as it was left: builder shell --last-failed"];
  return new BuilderError({ ...error.toDiagnostic(), next, cause: error.cause });
}
