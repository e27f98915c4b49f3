import pLimit from "p-limit";
import { Bug } from "../../sdk/errors/bug.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import { neededImageNames } from "../../sdk/model/needed-images.ts";

/** The first task that failed. */
export interface ScheduleFailure {
  readonly image: string;
  readonly reason: unknown;
}

/**
 * Runs a task for every image as soon as the images that it needs are done, some at a time; an image that waits takes up
 * no place. A task gets what came of those images, by their names. Resolves after all tasks have ended, with the first failure; what was not started by then never starts.
 */
export async function scheduleImages<T>(
  images: readonly AnyImageNode[],
  limit: number,
  task: (image: AnyImageNode, needed: ReadonlyMap<string, T>) => Promise<T>,
  onFailure: (reason: unknown) => void,
): Promise<ScheduleFailure | undefined> {
  const places = pLimit(limit > 0 ? limit : Number.POSITIVE_INFINITY);
  const byName = new Map(images.map((image) => [image.name, image]));
  const started = new Map<string, Promise<T>>();
  let failure: ScheduleFailure | undefined;

  const attempt = async (image: AnyImageNode, needed: ReadonlyMap<string, T>): Promise<T> => {
    if (failure !== undefined) throw failure.reason;
    try {
      return await task(image, needed);
    } catch (reason) {
      if (failure === undefined) {
        failure = { image: image.name, reason };
        onFailure(reason);
      }
      throw reason;
    }
  };
  const take = async (image: AnyImageNode): Promise<T> => {
    const names = neededImageNames(image);
    const results = await Promise.all(names.map(async (name) => [name, await start(name)] as const));
    return places(() => attempt(image, new Map(results)));
  };
  const start = (name: string): Promise<T> => {
    const running = started.get(name);
    if (running !== undefined) return running;
    const image = byName.get(name);
    if (image === undefined) throw new Bug(`image ${name} is needed and not scheduled`);
    const taken = take(image);
    started.set(name, taken);
    return taken;
  };

  await Promise.allSettled(images.map((image) => start(image.name)));
  return failure;
}
