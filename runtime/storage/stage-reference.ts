import type { Digest } from "../plan/digest.ts";

/** The name of a stored stage: `NAME:DIGEST-TIMESTAMP`, as werf writes it (spec §7.4). */
export interface StageReference {
  /** A project in the engine, a repository in a registry. */
  readonly name: string;
  readonly digest: Digest;
  readonly timestampMs: number;
}

export function formatStageReference({ name, digest, timestampMs }: StageReference): string {
  return `${name}:${digest}-${String(timestampMs).padStart(13, "0")}`;
}

/** Undefined for a reference that is no stage's. */
export function parseStageReference(reference: string): StageReference | undefined {
  const colon = reference.lastIndexOf(":");
  const [digest = "", timestamp = "", ...more] = reference.slice(colon + 1).split("-");
  if (colon < 1 || more.length > 0 || !isDigest(digest) || !/^\d{13}$/.test(timestamp)) return undefined;
  return { name: reference.slice(0, colon), digest, timestampMs: Number(timestamp) };
}

/** SHA3-224 in lower-case hex. */
export function isDigest(text: string): text is Digest {
  return /^[0-9a-f]{56}$/.test(text);
}
