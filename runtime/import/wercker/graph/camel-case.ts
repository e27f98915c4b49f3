/** `working-dir` as `workingDir`. */
export function camelCase(key: string): string {
  return key.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
