/** The target of `<…>; rel="next"`; undefined on the last page. */
export function nextLink(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.join(", ") : (header ?? "");
  for (const [, target, parameters] of text.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel="?next"?\s*(?:[;,]|$)/i.test(parameters ?? "")) return target;
  }
  return undefined;
}
