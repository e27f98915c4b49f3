import { posix } from "node:path";

/** Decides which paths of a context are left out. Paths are relative to the context, without leading slash, "" for itself. */
export interface Dockerignore {
  ignores(path: string): boolean;
  /** Some of what the directory holds may be taken and some not. */
  goesThrough(path: string): boolean;
}

/** The patterns of a .dockerignore: comments and empty lines left out, paths cleaned, a leading slash dropped. */
export function readDockerignore(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "!")
    .map((line) => (line.startsWith("!") ? `!${clean(line.slice(1).trim())}` : clean(line)));
}

/** Moby's rules: the last pattern that matches the path or one of its parents decides; `!` takes it back in. */
export function createDockerignore(patterns: readonly string[]): Dockerignore {
  const compiled = patterns.map(compile);
  return {
    ignores: (path) => {
      const parents = prefixes(path);
      let ignored = false;
      for (const { isException, matches } of compiled) {
        if (isException === ignored && parents.some(matches)) ignored = !isException;
      }
      return ignored;
    },
    goesThrough: (path) => {
      if (path === "") return compiled.length > 0;
      const parents = prefixes(path);
      let goesThrough = false;
      for (const pattern of compiled) {
        if (parents.some(pattern.matches)) goesThrough = false;
        else if (pattern.mayMatchBelow(path)) goesThrough = true;
      }
      return goesThrough;
    },
  };
}

interface Pattern {
  readonly isException: boolean;
  readonly matches: (path: string) => boolean;
  readonly mayMatchBelow: (path: string) => boolean;
}

function compile(text: string): Pattern {
  const isException = text.startsWith("!");
  const pattern = isException ? text.slice(1) : text;
  const expression = new RegExp(`^${patternSource(pattern)}$`, "su");
  const segments = pattern.split("/").map((segment) => {
    return { isDeep: segment.includes("**"), expression: new RegExp(`^${patternSource(segment)}$`, "su") };
  });
  return {
    isException,
    matches: (path) => expression.test(path),
    mayMatchBelow: (path) => {
      let at = 0;
      for (const name of path.split("/")) {
        const segment = segments[at];
        if (segment === undefined) return false;
        // What follows `**` may begin at any depth.
        if (segment.isDeep) return true;
        if (!segment.expression.test(name)) return false;
        at += 1;
      }
      return at < segments.length;
    },
  };
}

/** Go's filepath.Match with `**` for any number of directories. */
function patternSource(pattern: string): string {
  let source = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? "";
    if (character === "*" && pattern[at + 1] === "*") {
      while (pattern[at + 1] === "*") at += 1;
      if (pattern[at + 1] === "/") {
        at += 1;
        source += "(?:.*/)?";
      } else source += ".*";
    } else if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (character === "\\" && at + 1 < pattern.length) {
      at += 1;
      source += escaped(pattern[at] ?? "");
    } else if (character === "[" && pattern.includes("]", at + 2)) {
      const end = pattern.indexOf("]", at + 2);
      source += `[${pattern.slice(at + 1, end).replace(/[[\]&|~]/g, "\\$&")}]`;
      at = end;
    } else source += escaped(character);
  }
  return source;
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
}

/** The path and the directories that hold it, outermost first. */
function prefixes(path: string): readonly string[] {
  const names = path.split("/");
  return names.map((_name, index) => names.slice(0, index + 1).join("/"));
}

function clean(pattern: string): string {
  const normal = posix.normalize(pattern);
  return normal === "/" ? "." : normal.replace(/^\/|\/$/g, "");
}
