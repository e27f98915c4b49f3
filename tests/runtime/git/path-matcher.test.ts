import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanPath } from "../../../runtime/git/glob.ts";
import {
  createBaseMatcher,
  createCombinedMatcher,
  createExcludeMatcher,
  createFilterMatcher,
  createIncludeMatcher,
  isDirectoryOfInterest,
  type PathMatcher,
} from "../../../runtime/git/path-matcher.ts";
import { readSharedVectors } from "../../support/shared-vectors.ts";

const includes = (mask: string, path: string) => createIncludeMatcher([mask]).matches(path);

describe("one mask", () => {
  it.each([
    ["src", "src", true],
    ["src", "src/a/b.ts", true],
    ["src", "srcs", false],
    ["src/*", "src", true],
    ["src/*.ts", "src/.hidden.ts", true],
    ["src/*.ts", "src/a/b.ts", false],
    ["src/**/*.ts", "src/b.ts", true],
    ["src/**/*.ts", "src/a/b/c.ts", true],
    ["*", "a/b/c", true],
    ["**", "", true],
    ["", "a/b", true],
    [".", "a", true],
    ["/", "a", true],
    ["/src", "src", false],
    ["./src/", "src/a", true],
    ["a/../b", "b/c", true],
    ["a?", "ab", true],
    ["a?", "a😀", true],
    ["a?b", "a/b", false],
    ["src*", "src1/a", true],
    ["[a-c]x", "bx", true],
    ["[^a-c]x", "bx", false],
    ["[!a-c]x", "dx", true],
    ["[a-]", "-", true],
    ["[-a]", "-", true],
    ["[\\]]", "]", true],
    ["[[]", "[", true],
    ["[z-a]", "m", false],
    ["[[:digit:]]", "5", false],
    ["[[:digit:]]", "d]", true],
    ["\\*", "*", true],
    ["\\*", "a", false],
    ["a\\{b", "a{b", true],
    ["!a", "!a", true],
    ["#a", "#a", true],
    ["+(a|b)", "a", false],
    ["+(a|b)", "+(a|b)", true],
    ["{a,b}/c", "b/c", true],
    ["{a/x,b}/c", "a/x/c", true],
    ["{a,b{c,d}}", "bd", true],
    ["{a}", "a", true],
    ["{1..3}", "2", false],
    ["x{,y}", "x", true],
    ["a**", "abc/d", true],
    ["a\nb*", "a\nbc", true],
  ])("%j against %j is %j", (mask, path, expected) => {
    expect(includes(mask, path)).toBe(expected);
  });

  it.each(["[", "[]", "[]a]", "[^]", "a[b", "{a", "a}", "a\\", "{a,{b}", "[a\\]"])("%j is malformed", (mask) => {
    expect(() => createIncludeMatcher([mask])).toThrow(expect.objectContaining({ code: "GIT.MALFORMED_MASK" }));
  });
});

describe("an oracle that tries all splits", () => {
  const name = fc.stringMatching(/^[abc.]{1,3}$/).filter((text) => text !== "." && text !== "..");
  const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => cleanPath(names.join("/")));
  const segment = fc.oneof(
    { weight: 2, arbitrary: name },
    fc.constantFrom("*", "**", "?", "a*", "*b", "a?", "[ab]", "[^a]", "[!b]*", "*.*", "\\a", "{a,bc}", "a**", "***"),
  );
  const mask = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join("/"));

  it("agrees on every mask and path", () => {
    fc.assert(
      fc.property(mask, path, (glob, candidate) => {
        const expected = oracleMatches(cleanPath(glob), candidate);
        const matcher = createIncludeMatcher([glob]);
        expect(matcher.matches(candidate)).toBe(expected);
        expect(createExcludeMatcher([glob]).matches(candidate)).toBe(!expected);
        const slash = candidate.lastIndexOf("/");
        const directory = candidate.slice(0, Math.max(slash, 0));
        expect(matcher.matchesIn(directory)(candidate.slice(slash + 1))).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it("never lets a walk lose a path that matches", () => {
    const masks = fc.array(mask, { maxLength: 2 });
    fc.assert(
      fc.property(masks, masks, path, (include, exclude, candidate) => {
        const matcher = createFilterMatcher({ add: "", includePaths: include, excludePaths: exclude });
        const names = candidate.split("/");
        // A directory that is not looked into is taken or left as a whole; all that it holds must share its fate.
        for (let length = 0; length < names.length; length++) {
          const directory = names.slice(0, length).join("/");
          if (matcher.goesThrough(directory)) continue;
          expect(matcher.matches(candidate)).toBe(matcher.matches(directory));
          break;
        }
      }),
      { numRuns: 5000 },
    );
  });
});

/** Spec §2.2 word for word: the mask, the mask without its last star segments, and all below that. */
function oracleMatches(mask: string, path: string): boolean {
  const names = path === "" ? [] : path.split("/");
  const segments = mask === "" ? [] : mask.split("/");
  const trimmed = [...segments];
  while (trimmed.length > 0 && /^\*+$/.test(trimmed.at(-1) ?? "")) trimmed.pop();
  return [segments, trimmed, [...trimmed, "**", "*"]].some((glob) => oracleGlob(glob, names));
}

function oracleGlob(glob: readonly string[], names: readonly string[]): boolean {
  const [segment, ...rest] = glob;
  if (segment === undefined) return names.length === 0;
  if (segment === "**") return oracleGlob(rest, names) || (names.length > 0 && oracleGlob(glob, names.slice(1)));
  return names.length > 0 && oracleName(segment, names[0] ?? "") && oracleGlob(rest, names.slice(1));
}

function oracleName(segment: string, name: string): boolean {
  const braces = /\{([^}]*)\}/.exec(segment);
  if (braces) {
    return braces[1]!.split(",").some((choice) => oracleName(segment.replace(braces[0], choice), name));
  }
  if (segment === "") return name === "";
  if (segment[0] === "*")
    return oracleName(segment.slice(1), name) || (name !== "" && oracleName(segment, name.slice(1)));
  const set = /^\[([!^]?)([^\]]+)\]/.exec(segment);
  if (set) {
    const isIn = set[2]!.includes(name[0] ?? "/");
    return name !== "" && isIn === (set[1] === "") && oracleName(segment.slice(set[0].length), name.slice(1));
  }
  if (segment[0] === "\\") return segment[1] === name[0] && oracleName(segment.slice(2), name.slice(1));
  return name !== "" && (segment[0] === "?" || segment[0] === name[0]) && oracleName(segment.slice(1), name.slice(1));
}

interface Row {
  readonly name: string;
  readonly path: string;
  readonly matched: boolean;
  readonly goThrough?: boolean;
  readonly dirMatched?: boolean;
  readonly globs?: string[];
  readonly glob?: string;
  readonly base?: string;
  readonly inner?: boolean;
  readonly formatted?: string;
  readonly options?: {
    base?: string;
    include?: string[];
    exclude?: string[];
    and?: Row["options"][];
    true?: boolean;
    dockerignore?: string[];
  };
}

const tables = readSharedVectors<Record<string, Row[]>>("werf/path-matcher.json");

describe.skipIf(tables === undefined)("the tables of werf", () => {
  const rows = (table: string) =>
    (tables?.[table] ?? []).map((row, index) => ({ ...row, name: `${index} ${row.name}` }));
  const decisions = (matcher: PathMatcher, path: string) => ({
    matched: matcher.matches(path),
    goThrough: matcher.goesThrough(path),
    dirMatched: isDirectoryOfInterest(matcher, path),
  });
  const expected = ({ matched, goThrough, dirMatched }: Row) => ({ matched, goThrough, dirMatched });
  const constant = (value: boolean): PathMatcher => ({
    matches: () => value,
    matchesIn: () => () => value,
    goesThrough: () => false,
  });

  function fromOptions(options: NonNullable<Row["options"]>): PathMatcher {
    if (options.true) return constant(true);
    const inner = [createIncludeMatcher(options.include ?? []), createExcludeMatcher(options.exclude ?? [])];
    inner.push(...(options.and ?? []).map((part) => fromOptions(part!)));
    return createBaseMatcher(options.base ?? "", createCombinedMatcher(inner));
  }

  it.each(rows("include"))("include: $name", (row) => {
    expect(decisions(createIncludeMatcher(row.globs!), row.path)).toEqual(expected(row));
  });

  it.each(rows("base"))("base: $name", (row) => {
    const inner = row.inner === undefined ? undefined : constant(row.inner);
    expect(decisions(createBaseMatcher(row.base!, inner), row.path)).toEqual(expected(row));
  });

  it.each(rows("factory").filter((row) => row.options?.dockerignore === undefined))("combined: $name", (row) => {
    expect(decisions(fromOptions(row.options!), row.path)).toEqual(expected(row));
  });

  it.each(rows("glob"))("glob: $name", (row) => {
    expect(includes(row.glob!, row.path)).toBe(row.matched);
  });

  it.each(rows("format"))("format: $name", (row) => {
    expect(cleanPath(row.path)).toBe(row.formatted);
  });
});
