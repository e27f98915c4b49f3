import { resolve } from "node:path";
import type { Builder, BuilderOptions } from "../builder.ts";
import type { EventListener } from "../report/events.ts";
import type { CliContext } from "./context.ts";
import type { LocksFlag } from "./locks-flag.ts";
import { type RepositoryFlags, toRepositoryOptions } from "./repository-flags.ts";

/** Hands over a builder for one file and closes it whatever happens. */
export async function withBuilder<T>(
  context: CliContext,
  flags: RepositoryFlags &
    LocksFlag &
    Pick<
      BuilderOptions,
      "dev" | "virtualMerge" | "looseGiterminism" | "parallelTasksLimit" | "network" | "inspection" | "pipeline"
    > & {
      readonly sshKey?: readonly string[];
    },
  file: string,
  onEvent: EventListener,
  use: (builder: Builder) => Promise<T>,
): Promise<T> {
  const { createBuilder } = await import("../compose.ts");
  const { environment, signal, onInterrupt } = context;
  const { dev, virtualMerge, looseGiterminism, parallelTasksLimit, locks, network, inspection, sshKey, pipeline } =
    flags;
  const builder = createBuilder({
    file,
    environment,
    dev,
    virtualMerge,
    looseGiterminism,
    parallelTasksLimit,
    locks,
    pipeline,
    ...(network === undefined ? {} : { network }),
    ...(inspection === undefined ? {} : { inspection }),
    ...(sshKey === undefined ? {} : { sshKeys: sshKey.map((key) => resolve(context.workingDirectory, key)) }),
    terminal: context.terminal("stderr"),
    onInterrupt,
    onEvent,
    caughtUp: context.stderr.caughtUp,
    signal,
    ...toRepositoryOptions(flags),
  });
  try {
    return await use(builder);
  } finally {
    await builder.close();
  }
}
