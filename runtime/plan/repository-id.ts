/** werf's name of a remote repository, which its paramshash begins with: the last two names of the url, or all of it. */
export function repositoryId(url: string): string {
  return /.*[:/](.*?\/[^/ ]+?)(?:\.git)??\/??$/.exec(url)?.[1] ?? url;
}
