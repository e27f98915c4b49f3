import { BuilderError } from "../sdk/errors/builder-error.ts";

export function repoMissing(flag: string): BuilderError {
  return new BuilderError({
    code: "USAGE.REPO_MISSING",
    message: `${flag} means nothing without --repo`,
    why: "the stages are kept in the engine",
    next: ["say where the stages are kept: --repo registry.example.com/team/app"],
  });
}
