import { optionalString, requireOptions, requireString, stringList } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { createGitMappingNode, type GitMappingNode } from "./model/git-mapping-node.ts";
import { type SourceStageName, sourceStageNames } from "./model/user-stage-name.ts";
import type { OneOrMany } from "./one-or-many.ts";

/**
 * Which committed files are put into an image, and where.
 *
 * Masks are relative to `add`: `*` any run of characters within a name, `**` any number of folders, `?` one character,
 * `[set]`, and `\` before a character that is meant as it is. A mask that names a folder matches all that it holds.
 */
export interface GitOptions {
  /**
   * Absolute path in the repository, of a folder or a file; `/` is all of it.
   * @default "/"
   */
  readonly add?: string;
  /** Absolute path in the image. For a single file: the path that the file gets. */
  readonly to: string;
  /**
   * Name or number of the user that the files belong to.
   * @default root
   */
  readonly owner?: string;
  /**
   * Name or number of the group that the files belong to.
   * @default root
   */
  readonly group?: string;
  /**
   * Only files that one of these masks matches.
   * @default all files
   */
  readonly includePaths?: OneOrMany<string>;
  /**
   * No file that one of these masks matches; stronger than `includePaths`.
   * @default none
   */
  readonly excludePaths?: OneOrMany<string>;
  /**
   * For each stage the files it depends on: when one of them changes, is added or is removed, the stage and all stages
   * after it are built again. Without a mask, a stage is not built again because of files; the change is put into the
   * image after it. `beforeInstall` runs before there are any files and cannot depend on them.
   */
  readonly stageDependencies?: Readonly<Partial<Record<SourceStageName, OneOrMany<string>>>>;
}

const optionNames = ["add", "to", "owner", "group", "includePaths", "excludePaths", "stageDependencies"];

/** Checks what was given to `.git()` and writes it down. */
export function toGitMappingNode(options: GitOptions, origin: Origin | undefined): GitMappingNode {
  const given = requireOptions(options, optionNames, "git(options)", origin);
  const owner = optionalString(given.owner, "git({ owner })", origin);
  const group = optionalString(given.group, "git({ group })", origin);
  return createGitMappingNode({
    add: optionalString(given.add, "git({ add })", origin) ?? "/",
    to: requireString(given.to, "git({ to })", origin),
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    includePaths: stringList(given.includePaths, "git({ includePaths })", origin),
    excludePaths: stringList(given.excludePaths, "git({ excludePaths })", origin),
    stageDependencies: toStageDependencies(given.stageDependencies, origin),
    ...(origin === undefined ? {} : { origin }),
  });
}

function toStageDependencies(value: unknown, origin: Origin | undefined): Record<SourceStageName, readonly string[]> {
  const given =
    value === undefined ? {} : requireOptions(value, sourceStageNames, "git({ stageDependencies })", origin);
  const masks = (stage: SourceStageName) =>
    stringList(given[stage], `git({ stageDependencies: { ${stage} } })`, origin);
  return { install: masks("install"), beforeSetup: masks("beforeSetup"), setup: masks("setup") };
}
