import type { StageName } from "../plan/stage-name.ts";

/** Carries a failure up to the run's report together with the stage in which it happened. */
export class StageFailure extends Error {
  override readonly name = "StageFailure";
  readonly image: string;
  readonly stage: StageName;
  readonly reason: unknown;

  constructor(image: string, stage: StageName, reason: unknown) {
    super(`image ${image}, stage ${stage}`, { cause: reason });
    this.image = image;
    this.stage = stage;
    this.reason = reason;
  }
}
