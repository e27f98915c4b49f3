/** Freezes a plain value and all that it holds; parts that are frozen already are taken to be frozen all the way down. */
export function freezeDeep<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const child of Object.values(value)) freezeDeep(child);
  Object.freeze(value);
  return value;
}
