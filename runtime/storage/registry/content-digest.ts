import { createHash, type Hash } from "node:crypto";
import { Bug } from "../../../sdk/errors/bug.ts";

/** `sha256:…` or `sha512:…` in lower-case hex: the name of bytes in a registry. */
export type ContentDigest = string & { readonly __brand: "ContentDigest" };

/** Whether a text is a digest that can be checked. */
export function isContentDigest(text: unknown): text is ContentDigest {
  return typeof text === "string" && /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}

/** The digest of bytes, with the algorithm of another digest where one is given. */
export function digestOf(bytes: Uint8Array, like?: ContentDigest): ContentDigest {
  const hasher = createDigestHasher(like);
  hasher.update(bytes);
  return hasher.digest();
}

/** Hashes bytes as they pass. */
export interface DigestHasher {
  update(bytes: Uint8Array): void;
  digest(): ContentDigest;
}

/** A hasher with the algorithm of a digest; sha256 where none is given. */
export function createDigestHasher(like?: ContentDigest): DigestHasher {
  const algorithm = like?.startsWith("sha512:") ? "sha512" : "sha256";
  const hash: Hash = createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => named(`${algorithm}:${hash.digest("hex")}`),
  };
}

function named(text: string): ContentDigest {
  if (!isContentDigest(text)) throw new Bug(`not a content digest: ${text}`);
  return text;
}
