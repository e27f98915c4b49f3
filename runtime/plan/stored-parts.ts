import { sha256 } from "./digest.ts";
import type { Part } from "./part.ts";

/** Characters that the label may have: it travels with every image. */
const limit = 6000;

/** Characters of a shown value that are kept as they are. */
const shownLimit = 100;

/** A part as a stage's image remembers it: `=TEXT` for a value that may be shown, `#HASH` for all others. */
export type StoredPart = readonly [name: string, value: string | readonly StoredPart[]];

/**
 * The parts of a stage as text for a label: what a later run compares with, to say what has changed. Values are kept as short
 * digests, since commands and variables may hold what nobody should read; the largest groups give up their details first when
 * the text would be too long.
 */
export function encodeParts(part: Part): string {
  let stored = toStoredPart(part);
  let text = JSON.stringify(stored);
  while (text.length > limit) {
    stored = collapseLargest(stored);
    text = JSON.stringify(stored);
  }
  return text;
}

/** What {@link encodeParts} wrote; undefined for anything else, since a damaged label only costs an explanation. */
export function decodeParts(text: string | undefined): StoredPart | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isStoredPart(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The same form for the parts of now, in full. Parts without name say nothing to people and are left out. */
export function toStoredPart(part: Part): StoredPart {
  if (part.kind === "group") return [part.name, part.parts.filter((child) => child.name !== "").map(toStoredPart)];
  const isShown = part.shown === true && part.value.length <= shownLimit;
  return [part.name, isShown ? `=${part.value}` : shortHash(part.value)];
}

/** What stands for a group that has given up its details. */
export function collapsedValue(parts: readonly StoredPart[]): string {
  return shortHash(
    JSON.stringify(parts.map(([name, value]) => [name, typeof value === "string" ? value : collapsedValue(value)])),
  );
}

function shortHash(text: string): string {
  return `#${sha256(text).slice(0, 10)}`;
}

/** The largest group right below the part, or else the part itself. */
function collapseLargest([name, value]: StoredPart): StoredPart {
  if (typeof value === "string") return ["", ""];
  const sizes = value.map(([, inner]) => (typeof inner === "string" ? 0 : JSON.stringify(inner).length));
  const largest = Math.max(0, ...sizes);
  if (largest === 0) return [name, collapsedValue(value)];
  const at = sizes.indexOf(largest);
  return [
    name,
    value.map((child, index) => {
      const [childName, inner] = child;
      return index !== at || typeof inner === "string" ? child : [childName, collapsedValue(inner)];
    }),
  ];
}

function isStoredPart(value: unknown): value is StoredPart {
  if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== "string") return false;
  const inner: unknown = value[1];
  return typeof inner === "string" || (Array.isArray(inner) && inner.every(isStoredPart));
}
