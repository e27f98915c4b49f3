import { optionalBoolean, requireOptions, stringList } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import type { GiterminismNode } from "./model/giterminism-node.ts";
import type { OneOrMany } from "./one-or-many.ts";

/**
 * What a build may take from elsewhere than the commit. One commit gives the same images wherever it is built; each of these
 * gives that up for one thing, in a place where a reviewer sees it. Errors of what is not allowed: `GITERMINISM.*`.
 *
 * Masks are those of `git()`: `*` within a name, `**` across folders; one that names a folder matches all that it holds.
 */
export interface GiterminismOptions {
  /**
   * Environment variables that `env()` may take a value from; a regular expression must match the whole name.
   * @default none
   */
  readonly env?: OneOrMany<string | RegExp>;
  /**
   * Files that are read as they are in the work tree, relative to the folder of build.ts: what `files` reads, and build.ts
   * itself with what it imports.
   * @default none
   */
  readonly uncommittedFiles?: OneOrMany<string>;
  /**
   * Whether `.fromLatest()` may ask the registry what a base image is today.
   * @default false
   */
  readonly fromLatest?: boolean;
  /**
   * Whether a mapping of another repository may take what a branch has today, rather than a tag or a commit.
   * @default false
   */
  readonly gitBranch?: boolean;
  /** Directories that outlive a build. `tmp_dir` is always allowed: it is empty at first. */
  readonly mounts?: {
    /** @default false */
    readonly buildDir?: boolean;
    /**
     * Masks of directories of the host, as they are written in `mount({ fromPath })`.
     * @default none
     */
    readonly fromPaths?: OneOrMany<string>;
  };
  /** Where secrets may come from. */
  readonly secrets?: {
    /**
     * Environment variables; a regular expression must match the whole name.
     * @default none
     */
    readonly env?: OneOrMany<string | RegExp>;
    /**
     * Masks of files, as they are written in `secret({ file })`.
     * @default none
     */
    readonly files?: OneOrMany<string>;
    /**
     * The ids of secrets that are given as a value.
     * @default none
     */
    readonly ids?: OneOrMany<string>;
  };
  /**
   * Masks, relative to the folder of build.ts, of what Dockerfile images may add to their context with `contextAddFiles`.
   * @default none
   */
  readonly contextAddFiles?: OneOrMany<string>;
  /**
   * Whether `--add-custom-tag` may give finished images tags that say nothing of what they hold: such a tag is moved by every
   * run. One with `%image_content_based_tag%` needs no leave.
   * @default false
   */
  readonly customTags?: boolean;
}

const optionNames = "env uncommittedFiles fromLatest gitBranch mounts secrets contextAddFiles customTags".split(" ");

/** Checks what was given to `project(name, { giterminism })` and writes it down. */
export function toGiterminismNode(value: unknown, origin: Origin | undefined): GiterminismNode {
  const what = (option: string): string => `project({ giterminism: { ${option} } })`;
  const given = requireOptions(value, optionNames, "project({ giterminism })", origin);
  const mounts = requireOptions(given.mounts ?? {}, ["buildDir", "fromPaths"], what("mounts"), origin);
  const secrets = requireOptions(given.secrets ?? {}, ["env", "files", "ids"], what("secrets"), origin);
  return {
    env: nameList(given.env, what("env"), origin),
    uncommittedFiles: stringList(given.uncommittedFiles, what("uncommittedFiles"), origin),
    fromLatest: optionalBoolean(given.fromLatest, false, what("fromLatest"), origin),
    gitBranch: optionalBoolean(given.gitBranch, false, what("gitBranch"), origin),
    mounts: {
      buildDir: optionalBoolean(mounts.buildDir, false, what("mounts: { buildDir }"), origin),
      fromPaths: stringList(mounts.fromPaths, what("mounts: { fromPaths }"), origin),
    },
    secrets: {
      env: nameList(secrets.env, what("secrets: { env }"), origin),
      files: stringList(secrets.files, what("secrets: { files }"), origin),
      ids: stringList(secrets.ids, what("secrets: { ids }"), origin),
    },
    contextAddFiles: stringList(given.contextAddFiles, what("contextAddFiles"), origin),
    customTags: optionalBoolean(given.customTags, false, what("customTags"), origin),
  };
}

/** Names and regular expressions; these become text between slashes, which no name of a variable has. */
function nameList(value: unknown, what: string, origin: Origin | undefined): readonly string[] {
  if (value === undefined) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => {
    if (item instanceof RegExp && item.flags === "") return `/${item.source}/`;
    if (typeof item === "string" && isPattern(item)) return item;
    throw wrongArgument(what, "a name, a regular expression without flags, or a list of them", item, origin);
  });
}

function isPattern(text: string): boolean {
  if (!/^\/.*\/$/s.test(text)) return text !== "";
  try {
    return new RegExp(text.slice(1, -1)) !== undefined;
  } catch {
    return false;
  }
}
