import {
  optionalBoolean,
  optionalString,
  requireOptions,
  requireString,
  stringList,
  stringRecord,
} from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { type SecretOptions, toSecretNode } from "./image-secret.ts";
import { type ImageSpecOptions, toImageSpecNode } from "./image-spec.ts";
import type { AnyImageNode } from "./model/any-image-node.ts";
import { type DependencyValue, dependencyValues } from "./model/dependency-node.ts";
import { type BuildArgDependency, createDockerfileNode, type DockerfileNode } from "./model/dockerfile-node.ts";
import type { SecretNode } from "./model/secret-node.ts";
import type { OneOrMany } from "./one-or-many.ts";
import { requireImage } from "./require-image.ts";

/** Another image of this build.ts that a Dockerfile uses, and the build arguments that tell it which. */
export interface DockerfileDependency {
  /** The value itself: it is built first. */
  readonly image: BuilderValue<AnyImageNode>;
  /**
   * For each build argument the value that it gets: `ImageName` (`REPO:TAG`), `ImageRepo`, `ImageTag`, `ImageID` (the
   * engine's id) or `ImageDigest` (the registry's, so only where stages are kept in one).
   */
  readonly args: Readonly<Record<string, DependencyValue>>;
}

/** How an image is made of a Dockerfile (werf's directives of the same names). */
export interface DockerfileOptions {
  /**
   * Folder whose committed files the Dockerfile may copy, relative to that of build.ts. A `.dockerignore` in it counts.
   * @default "."
   */
  readonly context?: string;
  /**
   * Path of the Dockerfile relative to the context.
   * @default "Dockerfile"
   */
  readonly dockerfile?: string;
  /**
   * Stage of the Dockerfile that becomes the image; stages that it does not need change nothing.
   * @default the last one
   */
  readonly target?: string;
  /** Build arguments. They may be seen in the image's history: no place for secrets. */
  readonly args?: Readonly<Record<string, string | number | boolean>>;
  /** Entries for /etc/hosts while it is built, `HOST:ADDRESS`. */
  readonly addHost?: OneOrMany<string>;
  /**
   * Network of the build: `none`, `host`, `default`. In no digest.
   * @default the engine's
   */
  readonly network?: string;
  /**
   * Agents for `RUN --mount=type=ssh`: `default` for the one at SSH_AUTH_SOCK, `ID=SOCKET` for others, commas between
   * them. In no digest. Needs BuildKit.
   */
  readonly ssh?: string;
  /**
   * Files and folders of the work tree that enter the context although they are not committed, relative to the context. They
   * must be allowed: `project(name, { giterminism: { contextAddFiles: … } })`.
   */
  readonly contextAddFiles?: OneOrMany<string>;
  /** Other images of this build.ts that it uses. */
  readonly dependencies?: readonly DockerfileDependency[];
  /**
   * Secrets for `RUN --mount=type=secret,id=ID`: in no digest, layer, label or output. Needs BuildKit.
   * @default none
   */
  readonly secrets?: OneOrMany<SecretOptions>;
  /** Builds it again when the version changes. */
  readonly cacheVersion?: string;
  /**
   * Platform that it is built for, `OS/ARCHITECTURE[/VARIANT]`; part of its digest.
   * @default that of the run
   */
  readonly platform?: string;
  /**
   * Makes each instruction a stage of its own, and each stage of the Dockerfile that the target needs an image: found, built,
   * kept, shared, explained and looked into like all other stages. Needs BuildKit.
   * @default false: the engine builds the Dockerfile as a whole
   */
  readonly staged?: boolean;
  /**
   * Changes of the finished image's config, in a stage of its own: what a Dockerfile cannot take away.
   * @default none
   */
  readonly imageSpec?: ImageSpecOptions;
  /**
   * Whether the image is a result; others are built only when one needs them.
   * @default true
   */
  readonly final?: boolean;
}

const optionNames = [
  ..."context dockerfile target args addHost network ssh contextAddFiles".split(" "),
  ..."dependencies secrets cacheVersion platform staged imageSpec final".split(" "),
];

/** An image that is built from a Dockerfile. Made by {@link dockerfile}. */
export class DockerfileImage implements BuilderValue<DockerfileNode> {
  readonly #node: DockerfileNode;
  readonly #references: readonly BuilderValue[];

  /** @internal */
  constructor(node: DockerfileNode, references: readonly BuilderValue[]) {
    this.#node = node;
    this.#references = references;
    Object.freeze(this);
  }

  /** The description as plain frozen data. */
  toNode(): DockerfileNode {
    return this.#node;
  }

  /** The images of this build.ts that it depends on. */
  references(): readonly BuilderValue[] {
    return this.#references;
  }
}

/**
 * Defines an image that the engine builds from a Dockerfile of the commit, with BuildKit where the engine has it.
 *
 * It is built again when something changes that its target needs: an instruction, a build argument that reaches it, a base image's
 * name, a committed file that it copies. Comments, stages that the target does not need and other files change nothing.
 *
 * @param name - As for `image()`: all images share their names.
 * @param options - Where the Dockerfile is and what it gets.
 * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`, `SDK.UNDEFINED_REFERENCE`
 *
 * @example
 * ```ts
 * import { dockerfile, env, image } from "builder";
 *
 * const base = image("base").from("debian:bookworm-slim").beforeInstall("apt-get update").final(false);
 *
 * export const api = dockerfile("api", {
 *   context: "api",
 *   target: "runtime",
 *   args: { VERSION: env("VERSION", "dev") },
 *   dependencies: [{ image: base, args: { BASE_IMAGE: "ImageName" } }],
 * });
 * ```
 */
export function dockerfile(name: string, options: DockerfileOptions = {}): DockerfileImage {
  const origin = callSite(dockerfile);
  const given = requireOptions(options, optionNames, "dockerfile(name, options)", origin);
  const text = (option: string) => optionalString(given[option], `dockerfile({ ${option} })`, origin);
  const dependencies = toDependencies(given.dependencies, origin);
  const node = createDockerfileNode({
    name: requireString(name, "dockerfile(name)", origin),
    final: optionalBoolean(given.final, true, "dockerfile({ final })", origin),
    context: text("context") ?? ".",
    dockerfile: text("dockerfile") ?? "Dockerfile",
    args: toArgs(given.args, origin),
    addHost: stringList(given.addHost, "dockerfile({ addHost })", origin),
    contextAddFiles: stringList(given.contextAddFiles, "dockerfile({ contextAddFiles })", origin),
    dependencies: dependencies.map(({ node }) => node),
    secrets: toSecrets(given.secrets, origin),
    ...present({
      target: text("target"),
      network: text("network"),
      ssh: text("ssh"),
      cacheVersion: text("cacheVersion"),
      platform: text("platform"),
      staged: optionalBoolean(given.staged, false, "dockerfile({ staged })", origin) || undefined,
      imageSpec: toImageSpec(given.imageSpec, origin),
      origin,
    }),
  });
  return new DockerfileImage(
    node,
    dependencies.map(({ value }) => value),
  );
}

/** Numbers and truth values as they are written. */
function toArgs(value: unknown, origin: Origin | undefined): Readonly<Record<string, string>> {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord) return stringRecord(value, "dockerfile({ args })", origin);
  const written = Object.entries(value).map(([key, item]: [string, unknown]) => {
    return [key, typeof item === "number" || typeof item === "boolean" ? String(item) : item] as const;
  });
  return stringRecord(Object.fromEntries(written), "dockerfile({ args })", origin);
}

function toSecrets(value: unknown, origin: Origin | undefined): readonly SecretNode[] {
  const items: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return items.map((item) => toSecretNode(item, origin));
}

function toImageSpec(value: unknown, origin: Origin | undefined): DockerfileNode["imageSpec"] {
  return value === undefined ? undefined : toImageSpecNode(value, origin);
}

interface Dependency {
  readonly node: BuildArgDependency;
  readonly value: BuilderValue;
}

function toDependencies(value: unknown, origin: Origin | undefined): readonly Dependency[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw wrongArgument("dockerfile({ dependencies })", "a list", value, origin);
  const items: readonly unknown[] = value;
  return items.map((item, index) => {
    const what = `dockerfile({ dependencies: [${index}] })`;
    const given = requireOptions(item, ["image", "args"], what, origin);
    const image = requireImage(given.image, `${what}.image`, "an image of this build.ts", origin);
    const types = Object.entries(stringRecord(given.args, `${what}.args`, origin));
    const imports = types.map(([targetBuildArg, wanted]) => {
      const type = dependencyValues.find((known) => known === wanted);
      if (type !== undefined) return { type, targetBuildArg };
      throw wrongArgument(`${what}.args.${targetBuildArg}`, `one of ${dependencyValues.join(", ")}`, wanted, origin);
    });
    return { node: { image: image.toNode().name, imports }, value: image };
  });
}

/** An absent option stays absent. */
function present<Options extends object>(
  options: Options,
): { [Key in keyof Options]?: Exclude<Options[Key], undefined> } {
  const given: { [Key in keyof Options]?: Exclude<Options[Key], undefined> } = {};
  for (const key in options) {
    const value = options[key];
    if (isGiven(value)) given[key] = value;
  }
  return given;
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}
