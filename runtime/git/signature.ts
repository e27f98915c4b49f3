/** Who has written a commit that builder makes for itself, and when; `date` as git reads it. The same contents give the same commit. */
export function signature(date: string): Readonly<Record<string, string>> {
  return {
    GIT_AUTHOR_NAME: "builder",
    GIT_AUTHOR_EMAIL: "builder@localhost",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: "builder",
    GIT_COMMITTER_EMAIL: "builder@localhost",
    GIT_COMMITTER_DATE: date,
  };
}
