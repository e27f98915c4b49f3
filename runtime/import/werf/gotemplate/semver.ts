import { GoFailure } from "./failure.ts";

/** A version as Masterminds/semver reads it: minor and patch may be missing, a leading `v` is allowed. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
  readonly original: string;
}

const EXTRA = String.raw`(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?`;
const VERSION = new RegExp(String.raw`^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?${EXTRA}$`);
const MOST = 2n ** 64n;

export function parseVersion(text: string): Version {
  const match = VERSION.exec(text);
  if (match === null || text.length > 1000) throw new GoFailure("Invalid Semantic Version");
  const [, major = "0", minor = "0", patch = "0", prerelease = "", metadata = ""] = match;
  const numbers = [major, minor, patch].map(BigInt);
  if (numbers.some((number) => number >= MOST))
    throw new GoFailure("Error parsing version segment: value out of range");
  if (prerelease.split(".").some((part) => /^0[0-9]+$/.test(part))) {
    throw new GoFailure("Version segment starts with 0");
  }
  const [a = 0n, b = 0n, c = 0n] = numbers;
  return { major: a, minor: b, patch: c, prerelease, metadata, original: text };
}

export function formatVersion({ major, minor, patch, prerelease, metadata }: Version): string {
  const numbers = `${major}.${minor}.${patch}`;
  return numbers + (prerelease === "" ? "" : `-${prerelease}`) + (metadata === "" ? "" : `+${metadata}`);
}

/** Which of two versions is the newer one; metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  return (
    order(a.major, b.major) ||
    order(a.minor, b.minor) ||
    order(a.patch, b.patch) ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

function order<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function comparePrereleases(a: string, b: string): number {
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  const partsA = a.split(".");
  const partsB = b.split(".");
  for (let index = 0; index < Math.max(partsA.length, partsB.length); index++) {
    const result = compareParts(partsA[index] ?? "", partsB[index] ?? "");
    if (result !== 0) return result;
  }
  return 0;
}

/** Numbers come before words, and nothing before everything. */
function compareParts(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? -1 : 1;
  const isNumberA = /^[0-9]+$/.test(a);
  const isNumberB = /^[0-9]+$/.test(b);
  if (isNumberA && isNumberB) return order(BigInt(a), BigInt(b));
  return isNumberA === isNumberB ? order(a, b) : isNumberA ? -1 : 1;
}
