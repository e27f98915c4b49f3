/**
 * Whether a path mask can be read at all: classes (`[a-z]`) and alternatives (`{a,b}`) are closed and not empty, and
 * no backslash stands at the end. The rules are those of werf 2 (doublestar 4).
 */
export function isWellFormedMask(mask: string): boolean {
  let openAlternatives = 0;
  for (let at = 0; at < mask.length; at++) {
    const character = mask[at];
    if (character === "\\") {
      at += 1;
      if (at >= mask.length) return false;
    } else if (character === "[") {
      const end = endOfClass(mask, at);
      if (end === undefined) return false;
      at = end;
    } else if (character === "{") {
      openAlternatives += 1;
    } else if (character === "}") {
      openAlternatives -= 1;
      if (openAlternatives < 0) return false;
    }
  }
  return openAlternatives === 0;
}

/** Index of the `]` that closes the class opened at `start`; undefined when it is empty or not closed. */
export function endOfClass(mask: string, start: number): number | undefined {
  let at = start + 1;
  if (mask[at] === "^" || mask[at] === "!") at += 1;
  if (mask[at] === "]") return undefined;
  for (; at < mask.length; at++) {
    if (mask[at] === "\\") at += 1;
    else if (mask[at] === "]") return at;
  }
  return undefined;
}
