import type { Digest } from "../../../runtime/plan/digest.ts";

/** A digest of 56 times the same letter. */
export function digestOf(letter: string): Digest {
  const text = letter.repeat(56);
  if (!isDigest(text)) throw new Error(`${letter} is no hexadecimal digit`);
  return text;
}

function isDigest(text: string): text is Digest {
  return /^[0-9a-f]{56}$/.test(text);
}
