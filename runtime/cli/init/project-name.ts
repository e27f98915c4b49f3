/** A folder's name as the name of a project: lower-case letters, digits and dashes, at most 50. */
export function projectNameFor(folder: string): string {
  const name = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replaceAll(/^[-0-9]+|-+$/g, "");
  return name === "" ? "project" : name;
}
