import { optionalBoolean, optionalString, requireOptions, requireString } from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import { type CleanupOptions, toCleanupNode } from "./cleanup.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { type GiterminismOptions, toGiterminismNode } from "./giterminism.ts";
import {
  createProjectNode,
  type DigestProfileName,
  digestProfileNames,
  type ProjectNode,
} from "./model/project-node.ts";

/** What holds for all images of a build.ts, besides the project's name. */
export interface ProjectOptions {
  /**
   * How the content of a stage is named: `builder`, or `werf-1.2` to compute bit for bit what werf 1.2 and 2.x compute
   * and so to find the stages that werf has pushed.
   * @default "builder"
   */
  readonly digests?: DigestProfileName;
  /**
   * Whether a shallow clone may fetch the rest of its history. Without it a stage that was built at an earlier commit
   * may not be recognised and is built again.
   * @default true
   */
  readonly allowUnshallow?: boolean;
  /**
   * Where the stages are kept: `HOST/PATH`, a repository of a container registry that all builders share. `--repo` and
   * the environment variable `BUILDER_REPO` count more.
   * @default the engine that builds keeps them
   */
  readonly repo?: string;
  /**
   * Which stages `builder cleanup` keeps.
   * @default what {@link CleanupOptions} says of each option
   */
  readonly cleanup?: CleanupOptions;
  /**
   * What a build may take from elsewhere than the commit.
   * @default nothing
   */
  readonly giterminism?: GiterminismOptions;
}

/** The project: its name and what holds for all of its images. Made by {@link project}. */
export class Project implements BuilderValue<ProjectNode> {
  readonly #node: ProjectNode;

  /** @internal */
  constructor(node: ProjectNode) {
    this.#node = node;
    Object.freeze(this);
  }

  /** The description as plain frozen data. */
  toNode(): ProjectNode {
    return this.#node;
  }

  /** A project refers to nothing. */
  references(): readonly BuilderValue[] {
    return [];
  }
}

/**
 * Names the project. It is the default export of a build.ts; without one, the project is named after the folder that
 * holds the file.
 *
 * Stages are stored under this name, so two projects on one engine need two names. Lower-case letters, digits and dashes,
 * at most 50 characters (werf's rule); anything else is `GRAPH.PROJECT_NAME`.
 *
 * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
 *
 * @example
 * ```ts
 * import { image, project } from "builder";
 *
 * export const app = image("app").from("debian:bookworm-slim");
 *
 * export default project("shop", {
 *   repo: "registry.example.com/team/shop",
 *   giterminism: { env: ["CI", /RELEASE_\w+/] },
 * });
 * ```
 */
export function project(name: string, options: ProjectOptions = {}): Project {
  const origin = callSite(project);
  const given = requireOptions(
    options,
    ["digests", "allowUnshallow", "repo", "cleanup", "giterminism"],
    "project(name, options)",
    origin,
  );
  const repo = optionalString(given.repo, "project({ repo })", origin);
  return new Project(
    createProjectNode({
      name: requireString(name, "project(name)", origin),
      digests: requireProfile(given.digests, origin),
      allowUnshallow: optionalBoolean(given.allowUnshallow, true, "project({ allowUnshallow })", origin),
      ...(repo === undefined ? {} : { repo }),
      ...(given.cleanup === undefined ? {} : { cleanup: toCleanupNode(given.cleanup, origin) }),
      ...(given.giterminism === undefined ? {} : { giterminism: toGiterminismNode(given.giterminism, origin) }),
      ...(origin === undefined ? {} : { origin }),
    }),
  );
}

function requireProfile(value: unknown, origin: Origin | undefined): DigestProfileName {
  if (value === undefined) return "builder";
  const profile = digestProfileNames.find((name) => name === value);
  if (profile === undefined) {
    throw wrongArgument(
      "project({ digests })",
      digestProfileNames.map((name) => `"${name}"`).join(" or "),
      value,
      origin,
    );
  }
  return profile;
}
