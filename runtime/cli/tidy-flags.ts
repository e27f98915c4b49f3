import { jsonFlag } from "./json-flag.ts";
import { type LocksFlag, locksFlag } from "./locks-flag.ts";
import { type RepositoryFlags, repositoryFlags } from "./repository-flags.ts";

/** The flags that `cleanup` and `purge` share. */
export interface TidyFlags extends Pick<RepositoryFlags, "repo" | "insecureRegistry">, LocksFlag {
  readonly json: boolean;
  readonly dryRun: boolean;
}

const { repo, insecureRegistry } = repositoryFlags;

export const dryRunFlag = {
  dryRun: { kind: "boolean", brief: "Only say what would be removed", default: false, withNegated: false },
} as const;

export const tidyFlags = {
  ...jsonFlag,
  ...dryRunFlag,
  repo: { ...repo, brief: "The repository that keeps the stages (default: the engine)" },
  insecureRegistry,
  ...locksFlag,
} as const;
