/**
 * Whether a path lost bytes when it was decoded, as names that are not UTF-8 do: it could not be found again by its
 * name. A name may hold U+FFFD itself, so git's output is looked at.
 */
export function isUnfaithful(path: string, output: Buffer): boolean {
  return path.includes("\uFFFD") && !output.includes(path);
}
