import type { Work } from "./build-images.ts";
import type { BuilderOptions } from "./builder.ts";
import type { Session } from "./open-session.ts";
import { withOwnedEngine } from "./with-owned-engine.ts";

/** What a run works with, for as long as it does. */
export function withWork<T>(
  session: Session,
  options: BuilderOptions,
  signal: AbortSignal,
  use: (work: Work, clearDeadRuns: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { onEvent = () => {} } = options;
  return withOwnedEngine(options, onEvent, ({ engine, credentials, ownership }) => {
    const { beginRun, claim, clearDeadRuns } = ownership;
    return use({ session, options, engine, credentials, beginRun, claim, onEvent, signal }, clearDeadRuns);
  });
}
