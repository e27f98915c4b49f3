import { buildCommand, buildRouteMap } from "@stricli/core";
import type { CliContext } from "./context.ts";
import { jsonFlag } from "./json-flag.ts";
import { lazyCommand } from "./lazy-command.ts";
import { dryRunFlag } from "./tidy-flags.ts";

/** The flags of `host cleanup`; all in percent of a volume. */
export interface HostCleanupFlags {
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly allowedBackendStorageVolumeUsage: number;
  readonly allowedBackendStorageVolumeUsageMargin: number;
  readonly allowedLocalCacheVolumeUsage: number;
  readonly allowedLocalCacheVolumeUsageMargin: number;
}

const percent = { kind: "parsed", parse: parsePercent, placeholder: "percent" } as const;

const hostCleanupCommand = buildCommand<HostCleanupFlags, [], CliContext>({
  loader: lazyCommand("host cleanup", async () => (await import("./free-disk.ts")).freeDisk),
  parameters: {
    flags: {
      ...jsonFlag,
      ...dryRunFlag,
      allowedBackendStorageVolumeUsage: {
        ...percent,
        brief: "How full the volume with the engine's images may be",
        default: "70",
      },
      allowedBackendStorageVolumeUsageMargin: {
        ...percent,
        brief: "How far below that to go once it is fuller",
        default: "5",
      },
      allowedLocalCacheVolumeUsage: {
        ...percent,
        brief: "How full the volume with builder's own cache may be",
        default: "70",
      },
      allowedLocalCacheVolumeUsageMargin: {
        ...percent,
        brief: "How far below that to go once it is fuller",
        default: "5",
      },
    },
    positional: { kind: "tuple", parameters: [] },
  },
  docs: {
    brief: "Free disk space, what has not been used for the longest time first",
    fullDescription: `Removes stages of all projects from this machine's engine, and what builder keeps in its cache directory,
until the volumes are empty enough. What was used in the last 15 minutes and what a container uses stays.

EXAMPLES
  builder host cleanup --dry-run
  builder host cleanup
  builder host cleanup --allowed-backend-storage-volume-usage 80`,
  },
});

export const hostCommands = buildRouteMap<"cleanup", CliContext>({
  routes: { cleanup: hostCleanupCommand },
  docs: { brief: "Look after this machine" },
});

function parsePercent(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) <= 100) return Number(text);
  throw new RangeError(`"${text}" is no number from 0 to 100`);
}
