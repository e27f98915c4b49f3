import { requireOptions, requireString } from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { type GitOptions, toGitMappingNode } from "./git.ts";
import { createImageNode, type ImageNode, type ShellNode } from "./model/image-node.ts";
import { type UserStageName, userStageNames } from "./model/user-stage-name.ts";

/**
 * What images and artifacts have in common: a base, git mappings and four stages of commands. Immutable: every method
 * returns a new value, so one value can be the start of several images.
 *
 * Stages run in the order `beforeInstall`, `install`, `beforeSetup`, `setup`, whatever the order of the calls. The commands
 * of a stage become one layer. A stage is built again when its commands, its cache versions, the files it depends on or a stage before it
 * change.
 */
export abstract class StagedImage<Self> implements BuilderValue<ImageNode> {
  readonly #node: ImageNode;
  readonly #references: readonly BuilderValue[];

  /** @internal */
  constructor(node: ImageNode, references: readonly BuilderValue[]) {
    this.#node = node;
    this.#references = references;
    Object.freeze(this);
  }

  /** The description as plain frozen data. */
  toNode(): ImageNode {
    return this.#node;
  }

  /** The image that this one starts from, when it is one of this build.ts. */
  references(): readonly BuilderValue[] {
    return this.#references;
  }

  /**
   * Builds everything again from the base on when the version changes, for instance because a tag such as `debian:stable`
   * points to something new.
   *
   * @param version - Any text.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app").from("debian:stable").fromCacheVersion("2026-10");
   * ```
   */
  fromCacheVersion(version: string): Self {
    const origin = callSite(this.fromCacheVersion);
    return this.#with({ fromCacheVersion: requireString(version, "fromCacheVersion(version)", origin) });
  }

  /**
   * Adds commands to the first stage, which runs before any file of the repository is there: system packages, users, locales.
   *
   * Commands are bash text and share one shell, which stops at the first that fails. They run as root in `/`, under builder's own
   * bash: the image needs none.
   *
   * @param commands - One or more commands; calls add up.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("debian:bookworm-slim")
   *   .beforeInstall("apt-get update", "apt-get install -y --no-install-recommends nodejs");
   * ```
   */
  beforeInstall(...commands: readonly string[]): Self {
    return this.#append("beforeInstall", commands, callSite(this.beforeInstall));
  }

  /**
   * Adds commands to the stage that installs the application's dependencies. The files of the git mappings are there; let it depend
   * on the manifests (`stageDependencies`).
   *
   * @param commands - One or more commands; calls add up.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("debian:bookworm-slim")
   *   .git({ add: "/server", to: "/app", stageDependencies: { install: "package*.json" } })
   *   .install("cd /app", "npm ci --omit=dev");
   * ```
   */
  install(...commands: readonly string[]): Self {
    return this.#append("install", commands, callSite(this.install));
  }

  /**
   * Adds commands to the stage before the last one: compiling and bundling, what often depends on the sources.
   *
   * @param commands - One or more commands; calls add up.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("debian:bookworm-slim")
   *   .git({ to: "/src", stageDependencies: { beforeSetup: "src/**" } })
   *   .beforeSetup("make -C /src");
   * ```
   */
  beforeSetup(...commands: readonly string[]): Self {
    return this.#append("beforeSetup", commands, callSite(this.beforeSetup));
  }

  /**
   * Adds commands to the last stage: configuration and what takes little time.
   *
   * @param commands - One or more commands; calls add up.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("debian:bookworm-slim")
   *   .setup('echo "$WERF_COMMIT_HASH" > /etc/app-commit');
   * ```
   */
  setup(...commands: readonly string[]): Self {
    return this.#append("setup", commands, callSite(this.setup));
  }

  /**
   * Builds stages again when the version changes. A text holds for all four stages; an object for the stages it names (and
   * so for all stages after them). Several calls add up; a later one wins.
   *
   * @param version - Any text, or one for each stage.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION` for a stage that does not exist
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("debian:bookworm-slim")
   *   .install("curl -fsSL https://example.com/latest.tar.gz | tar xz -C /opt")
   *   .cacheVersion({ install: "release 12" });
   * ```
   */
  cacheVersion(version: string | Readonly<Partial<Record<UserStageName, string>>>): Self {
    const origin = callSite(this.cacheVersion);
    if (typeof version === "string") return this.#withShell({ cacheVersion: version });
    const given = requireOptions(version, userStageNames, "cacheVersion(version)", origin);
    const stageCacheVersions = { ...this.#node.shell.stageCacheVersions };
    for (const stage of userStageNames) {
      if (given[stage] === undefined) continue;
      stageCacheVersions[stage] = requireString(given[stage], `cacheVersion({ ${stage} })`, origin);
    }
    return this.#withShell({ stageCacheVersions });
  }

  /**
   * Puts committed files into the image. May be called any number of times: each call is a mapping of its own. Later commits
   * bring only what changed, as a small patch after the stages that do not depend on it.
   *
   * Files come from the commit alone; the work tree is never looked at.
   *
   * @param options - Which files, where, whose, and which stages depend on them.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("debian:bookworm-slim")
   *   .git({
   *     add: "/server",
   *     to: "/app",
   *     owner: "www-data",
   *     excludePaths: ["test", "*.md"],
   *     stageDependencies: { install: "package*.json", setup: ["src/**", "config/*.json"] },
   *   })
   *   .git({ add: "/nginx.conf", to: "/etc/nginx/nginx.conf" });
   * ```
   */
  git(options: GitOptions): Self {
    const mapping = toGitMappingNode(options, callSite(this.git));
    return this.#with({ git: [...this.#node.git, mapping] });
  }

  /** The same kind of value with another description. */
  protected abstract derive(node: ImageNode, references: readonly BuilderValue[]): Self;

  #append(stage: UserStageName, commands: readonly string[], origin: Origin | undefined): Self {
    const added = commands.map((command) => ({
      text: requireString(command, `${stage}(...commands)`, origin),
      ...(origin === undefined ? {} : { origin }),
    }));
    const { commands: earlier } = this.#node.shell;
    return this.#withShell({ commands: { ...earlier, [stage]: [...earlier[stage], ...added] } });
  }

  #withShell(change: Partial<ShellNode>): Self {
    return this.#with({ shell: { ...this.#node.shell, ...change } });
  }

  #with(change: Partial<ImageNode>): Self {
    return this.derive(createImageNode({ ...this.#node, ...change }), this.#references);
  }
}
