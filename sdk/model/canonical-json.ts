/**
 * JSON with sorted keys and without spaces: equal values give equal text. `undefined` members are left out.
 * Keys are compared by UTF-16 code units, so that no locale can change the order.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sortKeys);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
