/** The variables that a text of a Dockerfile names, as often as it does. */
export function variableNames(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
}
