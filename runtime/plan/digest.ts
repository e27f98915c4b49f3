import { createHash } from "node:crypto";
import { Bug } from "../../sdk/errors/bug.ts";

/** SHA3-224 in lower-case hex, 56 characters: the name of a stage's content. */
export type Digest = string & {
  /** Exists for the compiler only. */
  readonly __brand: "Digest";
};

const digestPattern = /^[0-9a-f]{56}$/;

/** Whether a text has the form of a stage's digest. */
export function isDigest(text: string): text is Digest {
  return digestPattern.test(text);
}

/** The text as a digest; a text of another form was never written by builder or werf. */
export function toDigest(text: string): Digest {
  if (isDigest(text)) return text;
  throw new Bug(`${JSON.stringify(text)} is no digest`);
}

/** werf's first primitive (spec §1.1): SHA-256 of the arguments joined with `:::`; without arguments, of nothing. */
export function sha256hash(...args: readonly string[]): string {
  return sha256(args.join(":::"));
}

/** werf's second primitive (spec §1.1): as {@link sha256hash}, with SHA3-224. */
export function sha3_224hash(...args: readonly string[]): Digest {
  return sha3_224(args.join(":::"));
}

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** SHA3-224 of a text's UTF-8 bytes. */
export function sha3_224(text: string): Digest {
  return toDigest(createHash("sha3-224").update(text).digest("hex"));
}
