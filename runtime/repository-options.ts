import type { ProjectNode } from "../sdk/model/project-node.ts";
import type { RepositoryOptions } from "./builder.ts";
import type { Environment } from "./util/cache-dir.ts";

/** Where stages come from and go to. */
export interface ResolvedRepositories {
  /** `HOST/PATH`; absent: the stages stay in the engine. */
  readonly repo?: string;
  readonly secondaryRepos: readonly string[];
  readonly cacheRepos: readonly string[];
  readonly finalRepo?: string;
  readonly customTags: readonly string[];
  readonly insecureRegistries: readonly string[];
}

/** What was asked for on the command line, else in the environment (`BUILDER_REPO`, …), else in `project()`. */
export function resolveRepositories(
  options: RepositoryOptions,
  environment: Environment,
  project: Pick<ProjectNode, "repo">,
): ResolvedRepositories {
  const repo = options.repo || environment.BUILDER_REPO || project.repo;
  const finalRepo = options.finalRepo || environment.BUILDER_FINAL_REPO;
  const list = (given: readonly string[] | undefined, name: string): readonly string[] =>
    given !== undefined && given.length > 0 ? given : words(environment[name]);
  return {
    ...(repo ? { repo } : {}),
    ...(finalRepo ? { finalRepo } : {}),
    secondaryRepos: list(options.secondaryRepos, "BUILDER_SECONDARY_REPO"),
    cacheRepos: list(options.cacheRepos, "BUILDER_CACHE_REPO"),
    customTags: list(options.customTags, "BUILDER_ADD_CUSTOM_TAG"),
    insecureRegistries: list(options.insecureRegistries, "BUILDER_INSECURE_REGISTRY"),
  };
}

/** Several are separated by commas or blanks. */
function words(text: string | undefined): readonly string[] {
  return (text ?? "").split(/[\s,]+/).filter((word) => word !== "");
}
