/**
 * What a step is called where nobody says otherwise: what comes last in `owner/name@version`, in a path and in the address of a
 * repository.
 */
export function shortStepName(reference: string): string {
  const path = reference
    .replace(/#.*$/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
  const last = path.slice(path.lastIndexOf("/") + 1);
  return /^[\w-]+:\/\/|^git@|^\.{0,2}\//.test(reference) ? last : last.replace(/@.*$/, "");
}
