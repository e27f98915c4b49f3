import type { BuilderOptions } from "./builder.ts";
import type { Engine } from "./engine/engine.ts";
import { withOwnedEngine } from "./with-owned-engine.ts";

/** The engine, for work on images that are built already; what the work leaves when it is killed, the next run removes. */
export function withEngine<T>(options: BuilderOptions, use: (engine: Engine, runId: string) => Promise<T>): Promise<T> {
  // What is said here stands among what the person's own commands say: others' remains are removed without a word.
  return withOwnedEngine(
    options,
    () => {},
    async ({ engine, ownership }) => use(engine, await ownership.beginRun()),
  );
}
