import type { GiterminismNode } from "../../../../sdk/model/giterminism-node.ts";
import { createProjectNode, type ProjectNode } from "../../../../sdk/model/project-node.ts";
import { given } from "./given.ts";
import { readCleanup } from "./read-cleanup.ts";
import { type CommonImageSpec, readCommonImageSpec } from "./read-image-spec.ts";
import { readPlatform } from "./read-platform.ts";
import type { Section } from "./section.ts";

export const metaKeys = ["configVersion", "project", "build", "gitWorktree", "cleanup", "deploy"];

/** What the meta section says for all images. */
export interface Defaults {
  readonly cacheVersion?: string;
  readonly platform?: string;
  readonly isStaged: boolean;
  readonly imageSpec?: CommonImageSpec;
  /** Whether something is used that only werf 2 knows; a few directives mean something else there. */
  readonly isVersion2: boolean;
}

export interface Meta {
  readonly project: ProjectNode;
  readonly defaults: Omit<Defaults, "isVersion2">;
}

const namePattern = /^(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])$/;
const nameLimit = 50;

/** The meta section (spec §9.2). `projectName`: the environment's, which counts more. */
export function readMeta(
  meta: Section,
  giterminism: GiterminismNode | undefined,
  projectName: string | undefined,
): Meta {
  requireVersion(meta);
  const name = readName(meta, projectName);
  const build = meta.section("build", ["cacheVersion", "platform", "staged", "imageSpec"]);
  const cleanup = readCleanup(meta);
  if (meta.has("deploy")) {
    meta.note(
      "deploy",
      "left-out",
      "builder builds images and does not deploy; keep the tool that deploys, and give it the images",
    );
  }
  const project = createProjectNode({
    name,
    digests: "werf-1.2",
    allowUnshallow: readAllowUnshallow(meta),
    ...given(cleanup, (value) => ({ cleanup: value })),
    ...given(giterminism, (value) => ({ giterminism: value })),
    ...meta.origin,
  });
  return {
    project,
    defaults: {
      ...given(build?.text("cacheVersion"), (cacheVersion) => ({ cacheVersion })),
      ...given(build === undefined ? undefined : readPlatform(build), (platform) => ({ platform })),
      isStaged: build?.flag("staged") ?? false,
      ...given(build === undefined ? undefined : readCommonImageSpec(build), (imageSpec) => ({ imageSpec })),
    },
  };
}

function requireVersion(meta: Section): void {
  if (meta.integer("configVersion", 0) === 1) return;
  meta.problem("configVersion", {
    code: "WERF.CONFIG_VERSION",
    message: "the version of the configuration is not 1",
    next: ["write configVersion: 1"],
  });
}

function readName(meta: Section, override: string | undefined): string {
  const written = meta.text("project");
  const name = override === undefined || override === "" ? written : override;
  if (override !== undefined && override !== "" && override !== written) {
    meta.note("project", "translated", `project("${override}"): WERF_PROJECT_NAME counts more than what is written`);
  }
  if (name === undefined || name === "") {
    meta.problem("project", {
      code: "WERF.REQUIRED_FIELD",
      message: '"project" is missing',
      next: ["write project: NAME"],
    });
    return "project";
  }
  if (namePattern.test(name) && name.length <= nameLimit) return name;
  meta.problem("project", {
    code: "WERF.PROJECT_NAME",
    message: `"${name}" cannot be the name of a project`,
    why: `stages are stored under it: lower-case letters, digits and dashes between them, at most ${nameLimit} characters`,
    next: ["write another name: project: NAME"],
  });
  return "project";
}

function readAllowUnshallow(meta: Section): boolean {
  const keys = ["forceShallowClone", "allowUnshallow", "allowFetchOriginBranchesAndTags"];
  const worktree = meta.section("gitWorktree", keys);
  if (worktree === undefined) return true;
  if (worktree.flag("allowFetchOriginBranchesAndTags") !== undefined) {
    worktree.note(
      "allowFetchOriginBranchesAndTags",
      "left-out",
      "builder cleanup fetches unless it is told not to: --no-fetch",
    );
  }
  if (worktree.flag("forceShallowClone") === true) {
    worktree.note(
      "forceShallowClone",
      "approximated",
      "project(name, { allowUnshallow: false }): the history stays as it is",
    );
    return false;
  }
  return worktree.flag("allowUnshallow") ?? true;
}
