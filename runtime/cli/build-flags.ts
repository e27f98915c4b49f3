import { type ProgressMode, progressModes } from "../report/create-reporter.ts";
import { type LocksFlag, locksFlag } from "./locks-flag.ts";
import { type RepositoryFlags, repositoryFlags } from "./repository-flags.ts";

/** The flags that `run` and `plan` share. */
export interface BuildFlags extends RepositoryFlags, LocksFlag {
  readonly json: boolean;
  readonly dev: boolean;
  readonly virtualMerge: boolean;
  readonly looseGiterminism: boolean;
  readonly follow: boolean;
  readonly progress?: ProgressMode;
  readonly parallelTasksLimit: number;
  readonly network?: string;
  readonly sshKey?: readonly string[];
}

/** Their definition for the parser, with the text of the help. */
export const buildFlags = {
  flags: {
    json: {
      kind: "boolean",
      brief: "Print one JSON document to stdout",
      default: false,
      withNegated: false,
    },
    dev: {
      kind: "boolean",
      brief: "Build the work tree as it is instead of the commit",
      default: false,
      withNegated: false,
    },
    virtualMerge: {
      kind: "boolean",
      brief: "HEAD is a merge that a CI system has made up to try a merge request",
      default: false,
      withNegated: false,
    },
    looseGiterminism: {
      kind: "boolean",
      brief: "Allow all that is not part of the commit: variables, secrets, mounts, changed files",
      default: false,
      withNegated: false,
    },
    follow: {
      kind: "boolean",
      brief: "Do it again for every new commit, with --dev for every change, until Ctrl-C",
      default: false,
      withNegated: false,
    },
    progress: {
      kind: "enum",
      values: progressModes,
      brief: "How to tell the story on stderr (default: tty on a terminal, else plain)",
      optional: true,
    },
    parallelTasksLimit: {
      kind: "parsed",
      parse: parseLimit,
      placeholder: "n",
      brief: "Images built at the same time; 0: no limit",
      default: "5",
    },
    ...repositoryFlags,
    ...locksFlag,
    network: {
      kind: "parsed",
      parse: String,
      placeholder: "mode",
      brief: "Network of all commands, instead of what the images say",
      optional: true,
    },
    sshKey: {
      kind: "parsed",
      parse: String,
      placeholder: "file",
      brief: "Private key that commands may use, through an agent of builder's own; may be repeated",
      variadic: true,
      optional: true,
    },
  },
  aliases: { p: "parallelTasksLimit" },
} as const;

/** FILE and TARGETs; which is which is told apart later, by what lies on the disk. */
export const fileAndTargets = {
  kind: "array",
  parameter: {
    brief: "The build.ts, then names of images or globs; !NAME excludes",
    parse: String,
    placeholder: "file|target",
  },
} as const;

function parseLimit(text: string): number {
  if (/^-?\d+$/.test(text)) return Number(text);
  throw new RangeError(`"${text}" is no whole number`);
}
