import { posix } from "node:path";
import { Minimatch } from "minimatch";
import { endOfClass, isWellFormedMask } from "../../sdk/model/mask.ts";
import { malformedMask } from "./errors.ts";
import { expandAlternatives, expandSlashedAlternatives } from "./expand-alternatives.ts";

/** One segment of a glob: what stands between two slashes. */
export interface GlobSegment {
  readonly text: string;
  /** `**`: any number of directories. */
  readonly isDeep: boolean;
  readonly matches: (name: string) => boolean;
}

/** A glob, taken apart once so that it can be held against 100,000 paths. */
export type Glob = readonly GlobSegment[];

/**
 * Reads a mask (spec §2.2). A mask with alternatives that hold slashes becomes several globs; all others one.
 * Throws `GIT.MALFORMED_MASK`.
 */
export function compileMask(mask: string): readonly Glob[] {
  if (!isWellFormedMask(mask)) throw malformedMask(mask);
  return expandSlashedAlternatives(mask).map((glob) => splitPath(cleanPath(glob)).map(compileSegment));
}

/** `""`, `.` and `/` are the root, `""`; all else is cleaned by its text alone. */
export function cleanPath(path: string): string {
  if (path === "" || path === "/") return "";
  const normal = posix.normalize(path);
  if (normal === "." || normal === "./" || normal === "/") return "";
  return normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

/** The names in a cleaned path; none for the root. */
export function splitPath(path: string): readonly string[] {
  return path === "" ? [] : path.split("/");
}

/** Whether a glob consists of stars only: it then stands for everything there is. */
export function isUniversal(glob: Glob): boolean {
  return glob.every(({ text }) => isOnlyStars(text));
}

export function isOnlyStars(text: string): boolean {
  return /^\**$/.test(text);
}

function compileSegment(text: string): GlobSegment {
  if (text === "**") return { text, isDeep: true, matches: () => true };
  // A backslash before a slash escapes nothing that could be meant otherwise.
  const segment = /(^|[^\\])(\\\\)*\\$/.test(text) ? text.slice(0, -1) : text;
  if (!/[\\*?[{]/.test(segment)) return { text, isDeep: false, matches: (name) => name === segment };
  const matchers = expandAlternatives(segment).map(createNameMatcher);
  return { text, isDeep: false, matches: (name) => matchers.some((matches) => matches(name)) };
}

function createNameMatcher(pattern: string): (name: string) => boolean {
  // An empty alternative names nothing; minimatch would not compile it.
  if (pattern === "") return () => false;
  const matcher = new Minimatch(spellOutClasses(pattern), {
    dot: true,
    nobrace: true,
    noext: true,
    nocomment: true,
    nonegate: true,
    platform: "linux",
  });
  return (name) => matcher.match(name);
}

/**
 * Escapes every member of a class: minimatch knows named classes (`[[:digit:]]`) and a leading `]`, masks do not.
 * A `-` stands for itself unless it is between two members.
 */
function spellOutClasses(pattern: string): string {
  let result = "";
  for (let at = 0; at < pattern.length; at++) {
    const end = pattern[at] === "[" ? endOfClass(pattern, at) : undefined;
    if (end !== undefined) {
      result += spellOutClass(pattern.slice(at + 1, end));
      at = end;
    } else if (pattern[at] === "\\") {
      result += pattern.slice(at, at + 2);
      at += 1;
    } else {
      result += pattern[at];
    }
  }
  return result;
}

function spellOutClass(body: string): string {
  const negated = body.startsWith("^") || body.startsWith("!");
  let members = "";
  const characters = [...(negated ? body.slice(1) : body)];
  const next = (): string => {
    const character = characters.shift() ?? "";
    return character === "\\" ? (characters.shift() ?? "") : character;
  };
  while (characters.length > 0) {
    const first = next();
    if (characters[0] === "-" && characters.length > 1) {
      characters.shift();
      const last = next();
      // A range that runs backwards holds nothing.
      if (first <= last) members += `\\${first}-\\${last}`;
    } else {
      members += `\\${first}`;
    }
  }
  return members === "" ? (negated ? "?" : "[]") : `[${negated ? "!" : ""}${members}]`;
}
