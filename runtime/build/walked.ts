import type { ImageResult } from "../report/events.ts";
import type { StoredStage } from "../storage/storage.ts";
import type { ScheduleFailure } from "./schedule-images.ts";

/** An image that has been taken through its stages. */
export interface WalkedImage {
  readonly result: ImageResult;
  /** Its last stage; absent while it is only planned. */
  readonly stage: StoredStage | undefined;
}

/** How far all images of a run have come. */
export interface Walked {
  readonly done: ReadonlyMap<string, WalkedImage>;
  readonly failure: ScheduleFailure | undefined;
}
