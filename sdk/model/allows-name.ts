/** Whether a list of what is allowed has a name: it stands there, or matches as a whole what stands there between slashes. */
export function allowsName(allowed: readonly string[], name: string): boolean {
  return allowed.some((one) =>
    one.length > 1 && one.startsWith("/") && one.endsWith("/")
      ? new RegExp(`^(?:${one.slice(1, -1)})$`).test(name)
      : one === name,
  );
}
