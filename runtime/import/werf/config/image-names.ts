import { mostSimilar } from "../../../../sdk/errors/most-similar.ts";
import type { Section } from "./section.ts";

/** What the names in a configuration stand for. */
export type NamedKind = "image" | "artifact" | "dockerfile";

/** All images and artifacts of a configuration. */
export interface ImageNames {
  readonly kinds: ReadonlyMap<string, NamedKind>;
  /** The image that a text names, as it is called where it is defined. */
  find(text: string): string | undefined;
}

/** @param plainText - A name as it is compared with others. */
export function createImageNames(
  kinds: ReadonlyMap<string, NamedKind>,
  plainText: (text: string) => string,
): ImageNames {
  const byPlainName = new Map([...kinds.keys()].map((name) => [plainText(name), name]));
  return { kinds, find: (text) => (kinds.has(text) ? text : byPlainName.get(plainText(text))) };
}

/** The image that a directive names, if there is one and it is not the image itself. */
export function readImageName(
  section: Section,
  key: string,
  names: ImageNames,
  own: readonly string[],
): string | undefined {
  const name = section.text(key);
  if (name === undefined) return undefined;
  if (own.includes(name)) {
    section.problem(key, {
      code: "WERF.SELF_REFERENCE",
      message: `\`${key}: ${name}\` names the image itself`,
      next: ["name another image: an image cannot be made of itself"],
    });
    return undefined;
  }
  const known = names.find(name);
  if (known !== undefined) return known;
  const others = [...names.kinds.keys()].filter((other) => !own.includes(other));
  const similar = mostSimilar(name, others);
  section.problem(key, {
    code: "WERF.UNKNOWN_IMAGE",
    message: `\`${key}: ${name}\` names no image of this configuration`,
    next: [
      ...(similar === undefined ? [] : [`did you mean "${similar}"?`]),
      others.length === 0 ? `define it: image: ${name}` : `there are: ${others.join(", ")}`,
    ],
  });
  return undefined;
}
