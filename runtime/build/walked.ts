import type { ImageResult } from "../report/events.ts";
import type { ScheduleFailure } from "./schedule-images.ts";
import type { StageState } from "./walk.ts";

/** An image that has been taken through its stages. */
export interface WalkedImage {
  /** Those that are not empty; the last one is the image. */
  readonly stages: readonly StageState[];
  readonly result: ImageResult;
}

/** How far all images of a run have come. */
export interface Walked {
  readonly done: ReadonlyMap<string, WalkedImage>;
  readonly failure: ScheduleFailure | undefined;
}
