import { BuilderError } from "../../sdk/errors/builder-error.ts";

export function lockLost(address: string, cause: unknown): BuilderError {
  return new BuilderError({
    code: "CLEANUP.LOCK_LOST",
    message: `cleaning up ${address} was stopped`,
    why: "the lock that keeps others from doing the same was lost on the way; what was removed until then is gone",
    next: ["run it again"],
    cause,
  });
}

export function noReferences(): BuilderError {
  return new BuilderError({
    code: "CLEANUP.NO_REFERENCES",
    message: "git knows no branch and no tag, so nothing tells what is still needed",
    next: [
      "fetch them: git fetch origin",
      "or switch the policy off: project(…, { cleanup: { disableGitHistoryBasedPolicy: true } })",
    ],
  });
}

export function outsideGit(): BuilderError {
  return new BuilderError({
    code: "GIT.NO_REPOSITORY",
    message: "what is still needed is told by branches and tags, but build.ts is in no git repository",
    next: ["run it in a clone of the project"],
  });
}
