import { type AnsibleTasks, toAnsibleNode } from "./ansible.ts";
import { optionalBoolean, requireOptions, requireString } from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { type GitOptions, toGitMappingNode } from "./git.ts";
import { type SecretOptions, toSecretNode } from "./image-secret.ts";
import { type ImportOptions, toImportNode } from "./import.ts";
import type { AnsibleNode } from "./model/ansible-node.ts";
import type { AnyImageNode } from "./model/any-image-node.ts";
import { createImageNode, type ImageNode, type ShellNode } from "./model/image-node.ts";
import { type UserStageName, userStageNames } from "./model/user-stage-name.ts";
import { type MountOptions, toMountNode } from "./mount.ts";
import { requireImage } from "./require-image.ts";

/** What is left of an image that has Ansible tasks: it takes no shell commands. */
export interface AnsibleImage {
  /** Its tasks are the commands. */
  readonly beforeInstall: never;
  /** Its tasks are the commands. */
  readonly install: never;
  /** Its tasks are the commands. */
  readonly beforeSetup: never;
  /** Its tasks are the commands. */
  readonly setup: never;
}

/** What is left of an image that has shell commands: it takes no Ansible tasks. */
export interface ShellImage {
  /** It has commands instead. */
  readonly ansible: never;
}

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

  /** The images of this build.ts that this one needs: what it starts from, imports from, and asks for values. */
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
  fromCacheVersion(version: string): this {
    const origin = callSite(this.fromCacheVersion);
    return this.with({ fromCacheVersion: requireString(version, "fromCacheVersion(version)", origin) });
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
  beforeInstall(...commands: readonly string[]): this & ShellImage {
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
  install(...commands: readonly string[]): this & ShellImage {
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
  beforeSetup(...commands: readonly string[]): this & ShellImage {
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
  setup(...commands: readonly string[]): this & ShellImage {
    return this.#append("setup", commands, callSite(this.setup));
  }

  /**
   * Makes the stages of Ansible tasks instead of shell commands; an image has one or the other. Neither Ansible nor Python has to
   * be in the image: builder brings its own, and nothing of it stays. Tasks of a stage are one playbook and one layer; several
   * calls add up. Jinja (`{{ item }}`) is Ansible's own and left alone; facts are not gathered.
   *
   * Only modules whose result follows from the task are supported (docs/ansible.md lists them); an unknown one is
   * `GRAPH.ANSIBLE_MODULE`, more or less than one `GRAPH.ANSIBLE_MODULES`, shell commands beside tasks `GRAPH.SHELL_AND_ANSIBLE`.
   * A task that fails is `BUILD.TASK_FAILED`, with its own line of build.ts.
   *
   * @param tasks - For each stage its tasks: plain data, as in a playbook.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION` for a stage that does not exist
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("debian:bookworm-slim")
   *   .ansible({
   *     beforeInstall: [{ apt: { name: ["nginx", "curl"], update_cache: true } }],
   *     setup: [
   *       { name: "Configure", copy: { content: "worker_processes 1;\\n", dest: "/etc/nginx/nginx.conf", mode: "0644" } },
   *       { file: { path: "/srv/{{ item }}", state: "directory" }, loop: ["logs", "data"] },
   *     ],
   *   });
   * ```
   */
  ansible(tasks: AnsibleTasks): this & AnsibleImage {
    const origin = callSite(this.ansible);
    return this.#withTasks(toAnsibleNode(tasks, this.#node.ansible, origin));
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
  cacheVersion(version: string | Readonly<Partial<Record<UserStageName, string>>>): this {
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
  git(options: GitOptions): this {
    const mapping = toGitMappingNode(options, callSite(this.git));
    return this.with({ git: [...this.#node.git, mapping] });
  }

  /**
   * Puts files of another image into this one. May be called any number of times. Neither image needs any tool for it: files,
   * modes, owners and symlinks arrive as they are, a symlink to a folder that this image has is followed.
   *
   * The files are taken over again when the content of the other image changes.
   *
   * @param image - An image of this build.ts, or the reference of one in a registry.
   * @param options - Which files, where, when and whose.
   * @throws BuilderError `SDK.UNDEFINED_REFERENCE` for an image that is defined further down, `SDK.WRONG_ARGUMENT`,
   * `SDK.UNKNOWN_OPTION`; while building `BUILD.IMPORT_MISSING` when the other image has nothing at `add`
   *
   * @example
   * ```ts
   * import { artifact, image } from "builder";
   *
   * const assets = artifact("assets")
   *   .from("node:22-slim")
   *   .git({ add: "/web", to: "/web", stageDependencies: { setup: "**" } })
   *   .setup("cd /web && npm ci && npm run build");
   *
   * export const app = image("app")
   *   .from("nginx:1.27")
   *   .import(assets, { add: "/web/dist", to: "/usr/share/nginx/html", after: "install", owner: "nginx" })
   *   .import("busybox:1.36", { add: "/bin/busybox", before: "setup" });
   * ```
   */
  import(image: BuilderValue<AnyImageNode> | string, options: ImportOptions): this {
    const origin = callSite(this.import);
    if (typeof image === "string") {
      return this.with({
        imports: [...this.#node.imports, toImportNode({ kind: "reference", reference: image }, options, origin)],
      });
    }
    const value = requireImage(image, "import(image)", "an image of this build.ts or an image reference", origin);
    const node = toImportNode({ kind: "image", image: value.toNode().name }, options, origin);
    return this.with({ imports: [...this.#node.imports, node] }, value);
  }

  /**
   * Lets the commands of all stages see a directory that never becomes part of the image: a cache, or room for temporary files.
   * An image that starts from this one has the same mounts.
   *
   * @param options - What is mounted, and where.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("debian:bookworm-slim")
   *   .mount({ from: "build_dir", to: "/var/cache/apt" })
   *   .mount({ from: "tmp_dir", to: "/tmp" })
   *   .beforeInstall("apt-get update", "apt-get install -y git");
   * ```
   */
  mount(options: MountOptions): this {
    const node = toMountNode(options, callSite(this.mount));
    return this.with({ mounts: [...this.#node.mounts, node] });
  }

  /**
   * Lets the commands of all stages read a secret at `/run/secrets/ID`. It lies in memory, is in no layer and no digest, and is
   * masked in the output: changing it rebuilds nothing.
   *
   * @param options - Where the secret comes from.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`; while building `BUILD.SECRET_MISSING`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("node:22-slim")
   *   .secret({ env: "NPM_TOKEN" })
   *   .secret({ file: "~/.netrc", id: "netrc" })
   *   .install('NPM_TOKEN="$(cat /run/secrets/NPM_TOKEN)" npm ci', "curl --netrc-file /run/secrets/netrc -fsSO https://example.com/x");
   * ```
   */
  secret(options: SecretOptions): this {
    const node = toSecretNode(options, callSite(this.secret));
    return this.with({ secrets: [...this.#node.secrets, node] });
  }

  /**
   * Says which network the commands are in. Part of no digest.
   *
   * @param mode - The engine's network mode: `none`, `host`, `bridge`, or the name of a network.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app").from("debian:bookworm-slim").network("none").setup("make -C /src");
   * ```
   */
  network(mode: string): this {
    const origin = callSite(this.network);
    return this.with({ network: requireString(mode, "network(mode)", origin) });
  }

  /**
   * Builds the image for another platform than the one that the engine runs on, as far as the engine can run its programs.
   *
   * @param platform - `OS/ARCHITECTURE[/VARIANT]`, such as `linux/arm64`. Part of all digests.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`; while building `ENGINE.WRONG_PLATFORM` when the base is for another one
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app").from("debian:bookworm-slim").platform("linux/arm64").setup("uname -m");
   * ```
   */
  platform(platform: string): this {
    const origin = callSite(this.platform);
    return this.with({ platform: requireString(platform, "platform(platform)", origin) });
  }

  /**
   * Builds everything again from the base on when the registry has another image under the base's reference. Asks the registry
   * at each run, and so depends on more than the commit.
   *
   * @param isLatest - Off unless this is called.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app").from("debian:stable").fromLatest().beforeInstall("apt-get update");
   * ```
   */
  fromLatest(isLatest = true): this {
    const origin = callSite(this.fromLatest);
    return this.with({ fromLatest: optionalBoolean(isLatest, true, "fromLatest(isLatest)", origin) });
  }

  /**
   * Builds everything again from the base on when the version changes: the `cacheVersion` that an image of werf 2 has besides
   * those of its commands.
   *
   * @param version - Any text.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app").from("debian:bookworm-slim").imageCacheVersion("3");
   * ```
   */
  imageCacheVersion(version: string): this {
    const origin = callSite(this.imageCacheVersion);
    return this.with({ imageCacheVersion: requireString(version, "imageCacheVersion(version)", origin) });
  }

  /** The same kind of value with another description. */
  protected abstract derive(node: ImageNode, references: readonly BuilderValue[]): Self;

  /**
   * The same with a change, and a value that it refers to from now on. `derive` makes a value of this very class, of which `this` is the
   * type with what the calls so far have ruled out: TypeScript cannot see that, and an overload may say it.
   * @internal
   */
  protected with(change: Partial<ImageNode>, ...added: readonly BuilderValue[]): this;
  protected with(change: Partial<ImageNode>, ...added: readonly BuilderValue[]): unknown {
    return this.derive(createImageNode({ ...this.#node, ...change }), [...this.#references, ...added]);
  }

  #append(stage: UserStageName, commands: readonly string[], origin: Origin | undefined): this & ShellImage;
  #append(stage: UserStageName, commands: readonly string[], origin: Origin | undefined): unknown {
    const added = commands.map((command) => ({
      text: requireString(command, `${stage}(...commands)`, origin),
      ...(origin === undefined ? {} : { origin }),
    }));
    const { commands: earlier } = this.#node.shell;
    return this.#withShell({ commands: { ...earlier, [stage]: [...earlier[stage], ...added] } });
  }

  #withTasks(ansible: AnsibleNode): this & AnsibleImage;
  #withTasks(ansible: AnsibleNode): unknown {
    return this.with({ ansible });
  }

  #withShell(change: Partial<ShellNode>): this {
    return this.with({ shell: { ...this.#node.shell, ...change } });
  }
}
