import { GoFailure } from "../failure.ts";

/**
 * Compiles a pattern of `.Files.Glob`: `*` and `?` stay within a folder, `**` as a whole part crosses folders, and
 * there are `[a-z]`, `[^a]` and `{a,b}`. A backslash takes the next character literally.
 */
export function compileGlob(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map((plain) => plain.split("/").map(compilePart));
  return (path) => {
    const parts = path.split("/");
    return alternatives.some((wanted) => matchParts(wanted, parts));
  };
}

type Part = "**" | RegExp;

/** A pattern without `**` against a path, part by part; with them, by a table of what can match up to where. */
function matchParts(wanted: readonly Part[], parts: readonly string[]): boolean {
  let reachable = new Set([0]);
  for (const part of wanted) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (part === "**") for (let end = at; end <= parts.length; end++) next.add(end);
      else if (at < parts.length && part.test(parts[at] ?? "")) next.add(at + 1);
    }
    reachable = next;
  }
  return reachable.has(parts.length);
}

function compilePart(part: string): Part {
  if (part === "**") return part;
  let source = "";
  for (let at = 0; at < part.length; ) {
    const set = /^\[([\^!]?)((?:\\.|[^\]\\])+)\]/.exec(part.slice(at));
    const char = part.charAt(at);
    // Several stars mean the same as one, and are far quicker as one.
    const stars = /^\*+/.exec(part.slice(at))?.[0].length ?? 0;
    if (stars > 0) source += ".*?";
    else if (set !== null) source += `[${set[1] === "" ? "" : "^"}${escapeSet(set[2] ?? "")}]`;
    else if (char === "[") throw new GoFailure(`syntax error in pattern: ${part}`);
    else if (char === "?") source += ".";
    else source += escapeChar(char === "\\" ? part.charAt(at + 1) : char);
    at += stars || set?.[0].length || (char === "\\" ? 2 : 1);
  }
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    throw new GoFailure(`syntax error in pattern: ${part}`);
  }
}

function escapeChar(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
}

function escapeSet(set: string): string {
  return set.replace(/\\(.)|([\]^[{}()|/$.*+?&~])/g, (_whole, escaped?: string, special?: string) =>
    escapeChar(escaped ?? special ?? ""),
  );
}

// More alternatives are a mistake, or an attack.
const MOST_ALTERNATIVES = 1000;

/** `a{b,c}d` as the patterns that it stands for. */
function expandBraces(pattern: string): readonly string[] {
  const results: string[] = [];
  const open: string[] = [pattern];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const braces = /^((?:\\.|[^\\{])*)\{((?:\\.|[^\\{}])*)\}(.*)$/s.exec(current);
    if (results.length + open.length > MOST_ALTERNATIVES) throw new GoFailure("too many alternatives in a pattern");
    if (braces === null) results.push(current);
    else open.push(...splitAlternatives(braces[2] ?? "").map((part) => `${braces[1]}${part}${braces[3]}`));
  }
  return results;
}

function splitAlternatives(list: string): readonly string[] {
  return [...list.matchAll(/(?:^|,)((?:\\.|[^\\,])*)/g)].map((match) => match[1] ?? "");
}
