import { describe, expect, test } from "vitest";
import { createDockerignore, readDockerignore } from "../../../../runtime/plan/dockerfile/dockerignore.ts";
import { readSharedVectors } from "../../../support/shared-vectors.ts";

const ignores = (text: string, path: string) => createDockerignore(readDockerignore(text)).ignores(path);

describe("a .dockerignore leaves out", () => {
  test.for([
    ["docs", "docs/a/b.md", true],
    ["/docs/", "docs/a", true],
    ["docs", "src/docs", false],
    ["*.md", "a.md", true],
    ["*.md", "docs/a.md", false],
    ["**/*.md", "docs/a.md", true],
    ["**/*.md", "a.md", true],
    ["src/**", "src/a/b", true],
    ["src/**/test", "src/a/b/test/c", true],
    ["a?b", "a/b", false],
    ["[a-c].txt", "b.txt", true],
    ["*\n!keep", "keep", false],
    ["*\n!keep", "keep/inside", false],
    ["*\n!keep", "other", true],
    ["!keep\n*", "keep", true],
    ["dir\n!dir/file", "dir/file", false],
    ["# a comment\n\n  spaced  ", "spaced", true],
    ["./src/../lib", "lib", true],
    ["\\*", "*", true],
    [".git", ".gitignore", false],
  ] as const)("%j decides about %s: %s", ([text, path, expected]) => {
    expect(ignores(text, path)).toBe(expected);
  });
});

interface Matchers {
  readonly dockerignore: readonly {
    readonly name: string;
    readonly patterns: readonly string[];
    readonly path: string;
    readonly matched: boolean;
    readonly goThrough: boolean;
  }[];
}

const vectors = readSharedVectors<Matchers>("werf/path-matcher.json");

test.skipIf(vectors === undefined)("the rows of werf's own test come out", () => {
  const rows = vectors?.dockerignore ?? [];
  const actual = rows.map(({ name, patterns, path }) => {
    const { ignores: isIgnored, goesThrough } = createDockerignore(patterns);
    return { name, matched: !isIgnored(path), goThrough: goesThrough(path) };
  });
  expect(actual).toEqual(rows.map(({ name, matched, goThrough }) => ({ name, matched, goThrough })));
});
