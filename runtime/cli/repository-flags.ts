import type { RepositoryOptions } from "../builder.ts";

/** The flags that say where stages come from and go to. */
export interface RepositoryFlags {
  readonly repo?: string;
  readonly secondaryRepo?: readonly string[];
  readonly cacheRepo?: readonly string[];
  readonly finalRepo?: string;
  readonly addCustomTag?: readonly string[];
  readonly insecureRegistry?: readonly string[];
}

const hostAndPath = { kind: "parsed", parse: String, placeholder: "host/path", optional: true } as const;

/** Their definition for the parser, with the text of the help. */
export const repositoryFlags = {
  repo: { ...hostAndPath, brief: "Keep the stages in this repository of a registry (default: in the engine)" },
  secondaryRepo: { ...hostAndPath, variadic: true, brief: "Take stages from here too, copied into --repo" },
  cacheRepo: { ...hostAndPath, variadic: true, brief: "Pull images from here first, and fill it" },
  finalRepo: { ...hostAndPath, brief: "Put the final images here too" },
  addCustomTag: {
    kind: "parsed",
    parse: String,
    placeholder: "tag",
    optional: true,
    variadic: true,
    brief: "Another tag of final images; may hold %image%, %image_slug%, %image_safe_slug%, %image_content_based_tag%",
  },
  insecureRegistry: {
    kind: "parsed",
    parse: String,
    placeholder: "host",
    optional: true,
    variadic: true,
    brief: "Speak plain http to this registry",
  },
} as const;

/** The flags as options of a builder. */
export function toRepositoryOptions(flags: RepositoryFlags): RepositoryOptions {
  const { repo, finalRepo, secondaryRepo, cacheRepo, addCustomTag, insecureRegistry } = flags;
  return {
    ...(repo === undefined ? {} : { repo }),
    ...(finalRepo === undefined ? {} : { finalRepo }),
    ...(secondaryRepo === undefined ? {} : { secondaryRepos: secondaryRepo }),
    ...(cacheRepo === undefined ? {} : { cacheRepos: cacheRepo }),
    ...(addCustomTag === undefined ? {} : { customTags: addCustomTag }),
    ...(insecureRegistry === undefined ? {} : { insecureRegistries: insecureRegistry }),
  };
}
