import { GoFailure } from "./failure.ts";
import { toText } from "./go-string.ts";
import { comparePrereleases, compareVersions, parseVersion, type Version } from "./semver.ts";

/** One comparison of a constraint; what is missing of its version, or an x, matches anything. */
interface Comparison {
  readonly operator: string;
  readonly version: Version;
  readonly anyMinor: boolean;
  readonly anyPatch: boolean;
  /** Whether any part is left open. */
  readonly isOpen: boolean;
}

const OPERATORS = String.raw`=|!=|>=|=>|<=|=<|>|<|~>|~|\^|`;
const PART = "[0-9xX*|]+";
const EXTRA = String.raw`(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`;
const LOOSE = String.raw`v?${PART}(?:\.${PART})?(?:\.${PART})?${EXTRA}`;
// These see texts in which all white space is one space: with \s+ next to \s* they could take for ever to fail.
const RANGE = new RegExp(` ?(${LOOSE}) - (${LOOSE}) ?`, "g");
const GROUP = new RegExp(`^ ?(?:${OPERATORS}) ?${LOOSE}(?:(?: ?, ?| )(?:${OPERATORS}) ?${LOOSE})* ?$`);
const COMPARISON = new RegExp(String.raw`(${OPERATORS}) ?v?(${PART})(?:\.(${PART}))?(?:\.(${PART}))?(${EXTRA})`, "g");

/** Whether a version satisfies a constraint such as `>=1.2, <2.0 || ~3`. */
export function satisfies(constraint: string, version: Version): boolean {
  return parseConstraint(constraint).some((all) => all.every((comparison) => holds(comparison, version)));
}

function parseConstraint(text: string): readonly (readonly Comparison[])[] {
  if (text.length > 1000) throw new GoFailure("improper constraint: it is too long");
  const plain = text
    .replace(/[\t\n\f\r ]+/g, " ")
    .replace(RANGE, (_whole, from: string, to: string) => `>= ${from}, <= ${to}`);
  return plain.split("||").map((group) => {
    if (!GROUP.test(group)) throw new GoFailure(`improper constraint: ${toText(group)}`);
    return [...group.matchAll(COMPARISON)].map(parseComparison);
  });
}

function parseComparison(match: RegExpExecArray): Comparison {
  const [, operator = "", major = "", minor = "", patch = "", extra = ""] = match;
  const prerelease = /^-[^+]*/.exec(extra)?.[0] ?? "";
  const version = (text: string) => {
    try {
      return parseVersion(text);
    } catch {
      throw new GoFailure("constraint Parser Error");
    }
  };
  if (isX(major))
    return { operator, version: version(`0.0.0${prerelease}`), anyMinor: false, anyPatch: false, isOpen: true };
  if (minor === "" || isX(minor)) {
    return { operator, version: version(`${major}.0.0${prerelease}`), anyMinor: true, anyPatch: false, isOpen: true };
  }
  if (patch === "" || isX(patch)) {
    return {
      operator,
      version: version(`${major}.${minor}.0${prerelease}`),
      anyMinor: false,
      anyPatch: true,
      isOpen: true,
    };
  }
  return {
    operator,
    version: version(`${major}.${minor}.${patch}${extra}`),
    anyMinor: false,
    anyPatch: false,
    isOpen: false,
  };
}

function isX(part: string): boolean {
  return part === "x" || part === "X" || part === "*";
}

function holds(comparison: Comparison, version: Version): boolean {
  const { operator, isOpen } = comparison;
  const order = compareVersions(version, comparison.version);
  const isUnwanted = version.prerelease !== "" && comparison.version.prerelease === "";
  // A prerelease is only taken where the constraint names one.
  if (isUnwanted && (operator !== "!=" || isOpen)) return false;
  switch (operator) {
    case "!=":
      return isOpen ? differs(comparison, version) : order !== 0;
    case ">":
      return isOpen ? isAbove(comparison, version) : order > 0;
    case "<":
      return order < 0;
    case ">=":
    case "=>":
      return order >= 0;
    case "<=":
    case "=<":
      return isOpen ? !isBeyond(comparison, version) : order <= 0;
    case "~":
    case "~>":
      return isTilde(comparison, version);
    case "^":
      return isCaret(comparison, version);
    default:
      return isOpen ? isTilde(comparison, version) : order === 0;
  }
}

function differs({ version: wanted, anyMinor, anyPatch }: Comparison, version: Version): boolean {
  if (wanted.major !== version.major) return true;
  if (anyMinor) return false;
  if (wanted.minor !== version.minor) return true;
  if (!anyPatch) return compareVersions(wanted, version) !== 0;
  return comparePrereleases(version.prerelease, wanted.prerelease) !== 0;
}

function isAbove({ version: wanted, anyMinor, anyPatch }: Comparison, version: Version): boolean {
  if (version.major !== wanted.major) return version.major > wanted.major;
  if (anyMinor) return false;
  return anyPatch ? version.minor > wanted.minor : compareVersions(version, wanted) > 0;
}

function isBeyond({ version: wanted, anyMinor }: Comparison, version: Version): boolean {
  if (version.major !== wanted.major) return version.major > wanted.major;
  return version.minor > wanted.minor && !anyMinor;
}

function isTilde({ version: wanted, anyMinor, anyPatch }: Comparison, version: Version): boolean {
  if (compareVersions(version, wanted) < 0) return false;
  const isZero = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n;
  if (isZero && !anyMinor && !anyPatch) return true;
  return version.major === wanted.major && (anyMinor || version.minor === wanted.minor);
}

function isCaret({ version: wanted, anyMinor, anyPatch }: Comparison, version: Version): boolean {
  if (compareVersions(version, wanted) < 0) return false;
  if (wanted.major > 0n || anyMinor) return version.major === wanted.major;
  if (version.major > 0n) return false;
  if (wanted.minor > 0n || anyPatch) return version.minor === wanted.minor;
  return version.minor === 0n && wanted.patch === version.patch;
}
