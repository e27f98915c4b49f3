import type { Builder } from "../builder.ts";
import type { PipelineOptions } from "../pipeline/pipeline-request.ts";
import type { EventListener } from "../report/events.ts";
import type { CliContext } from "./context.ts";
import type { LocksFlag } from "./locks-flag.ts";
import { type RepositoryFlags, toRepositoryOptions } from "./repository-flags.ts";

/** Hands over a builder for one file and closes it whatever happens. */
export async function withBuilder<T>(
  context: CliContext,
  flags: RepositoryFlags &
    LocksFlag & { readonly dev?: boolean; readonly parallelTasksLimit?: number; readonly pipeline?: PipelineOptions },
  file: string,
  onEvent: EventListener,
  use: (builder: Builder) => Promise<T>,
): Promise<T> {
  const { createBuilder } = await import("../compose.ts");
  const { environment, signal } = context;
  const { dev, parallelTasksLimit, locks, pipeline } = flags;
  const builder = createBuilder({
    file,
    environment,
    dev,
    parallelTasksLimit,
    locks,
    pipeline,
    onEvent,
    signal,
    ...toRepositoryOptions(flags),
  });
  try {
    return await use(builder);
  } finally {
    await builder.close();
  }
}
