import { optionalString, requireOptions, requireString, stringList } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { createGitMappingNode, type GitMappingNode } from "./model/git-mapping-node.ts";
import type { RemoteGitNode } from "./model/remote-git-node.ts";
import { type SourceStageName, sourceStageNames } from "./model/user-stage-name.ts";
import type { OneOrMany } from "./one-or-many.ts";
import { type SecretSourceOptions, toSecretSource } from "./secret-source.ts";

/** Which files of a repository are put into an image, and where: the project's own repository, or another one by its `url`. */
export type GitOptions = GitFiles & (OwnRepository | RemoteRepository);

/** The repository that holds build.ts, at the commit that is built. */
export interface OwnRepository {
  /** The project's own repository has none. */
  readonly url?: never;
  /** Of another repository, and beside nothing else that names a commit. */
  readonly branch?: never;
  /** Of another repository, and beside nothing else that names a commit. */
  readonly tag?: never;
  /** Of another repository, and beside nothing else that names a commit. */
  readonly commit?: never;
  /** Of another repository. */
  readonly basicAuth?: never;
}

/** Another repository. Without `branch`, `tag` and `commit`: what its default branch has. */
export type RemoteRepository = {
  /** As git understands it: `https://…`, `ssh://…`, `user@host:path`, a path. A password belongs into `basicAuth`. */
  readonly url: string;
  /** For a server that asks for a name and a password; neither gets into a digest, a log or git's configuration. */
  readonly basicAuth?: {
    /** As the server knows the user. */
    readonly username: string;
    /** A token is a password, too. */
    readonly password: SecretSourceOptions;
  };
} & (
  | {
      /** The newest commit of a branch. What is built depends on the day then: `project(…, { giterminism: { gitBranch: true } })`. */
      readonly branch?: string;
      /** Of another repository, and beside nothing else that names a commit. */
      readonly tag?: never;
      /** Of another repository, and beside nothing else that names a commit. */
      readonly commit?: never;
    }
  | {
      /** The commit of a tag. */
      readonly tag: string;
      /** Of another repository, and beside nothing else that names a commit. */
      readonly branch?: never;
      /** Of another repository, and beside nothing else that names a commit. */
      readonly commit?: never;
    }
  | {
      /** The full id of a commit; once it has been fetched, no network is needed. */
      readonly commit: string;
      /** Of another repository, and beside nothing else that names a commit. */
      readonly branch?: never;
      /** Of another repository, and beside nothing else that names a commit. */
      readonly tag?: never;
    }
);

/**
 * Which committed files are put into an image, and where.
 *
 * Masks are relative to `add`: `*` any run of characters within a name, `**` any number of folders, `?` one character,
 * `[set]`, and `\` before a character that is meant as it is. A mask that names a folder matches all that it holds.
 */
export interface GitFiles {
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

const optionNames = [
  ..."add to owner group includePaths excludePaths stageDependencies url branch tag commit basicAuth".split(" "),
];

/** Checks what was given to `.git()` and writes it down. */
export function toGitMappingNode(options: GitOptions, origin: Origin | undefined): GitMappingNode {
  const given = requireOptions(options, optionNames, "git(options)", origin);
  const owner = optionalString(given.owner, "git({ owner })", origin);
  const group = optionalString(given.group, "git({ group })", origin);
  const remote = toRemoteGit(given, origin);
  return createGitMappingNode({
    add: optionalString(given.add, "git({ add })", origin) ?? "/",
    to: requireString(given.to, "git({ to })", origin),
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    includePaths: stringList(given.includePaths, "git({ includePaths })", origin),
    excludePaths: stringList(given.excludePaths, "git({ excludePaths })", origin),
    stageDependencies: toStageDependencies(given.stageDependencies, origin),
    ...(remote === undefined ? {} : { remote }),
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

function toRemoteGit(given: Readonly<Record<string, unknown>>, origin: Origin | undefined): RemoteGitNode | undefined {
  const url = optionalString(given.url, "git({ url })", origin);
  const branch = optionalString(given.branch, "git({ branch })", origin);
  const tag = optionalString(given.tag, "git({ tag })", origin);
  const commit = optionalString(given.commit, "git({ commit })", origin);
  const points = [branch, tag, commit].filter((point) => point !== undefined);
  if (url === undefined) {
    if (points.length === 0 && given.basicAuth === undefined) return undefined;
    throw wrongArgument("git({ url })", "given where a branch, a tag, a commit or basicAuth is", undefined, origin);
  }
  if (points.length > 1) {
    throw wrongArgument("git(options)", "given one of `branch`, `tag` and `commit`", points.join(", "), origin);
  }
  return {
    url,
    ...(branch === undefined ? {} : { branch }),
    ...(tag === undefined ? {} : { tag }),
    ...(commit === undefined ? {} : { commit }),
    ...(given.basicAuth === undefined ? {} : { basicAuth: toBasicAuth(given.basicAuth, origin) }),
  };
}

function toBasicAuth(value: unknown, origin: Origin | undefined): NonNullable<RemoteGitNode["basicAuth"]> {
  const given = requireOptions(value, ["username", "password"], "git({ basicAuth })", origin);
  const password = requireOptions(given.password, ["env", "file", "value"], "git({ basicAuth: { password } })", origin);
  return {
    username: requireString(given.username, "git({ basicAuth: { username } })", origin),
    password: toSecretSource(password, "git({ basicAuth: { password } })", origin),
  };
}
