import type { StoredStage } from "../storage/storage.ts";

/** A stage that is listed, but gone or damaged when it is needed: it is rejected, and the run tried again (spec §7.3). */
export class BrokenStage extends Error {
  override readonly name = "BrokenStage";
  readonly stored: StoredStage;

  constructor(stored: StoredStage) {
    super(`${stored.reference} is damaged`);
    this.stored = stored;
  }
}
