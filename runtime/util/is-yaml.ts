/** Whether a file is one of another tool, which is imported and not evaluated. */
export function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file);
}
