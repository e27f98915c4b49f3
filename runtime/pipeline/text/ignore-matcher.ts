/** Says which files of a project the box does not get. */
export interface IgnoreMatcher {
  /** `path` is relative to the folder of the ignore file. */
  ignores(path: string, isDirectory: boolean): boolean;
}

/**
 * wercker's rules, which are not git's (spec §3.3): `!pattern` always wins, whatever the order; `/x` is compared from the root on;
 * any other pattern with the last components of a path, as many as it has itself; each component is a glob by itself.
 */
export function createIgnoreMatcher(text: string): IgnoreMatcher {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const ignored = lines.filter((line) => !line.startsWith("!")).map(toPattern);
  const accepted = lines.filter((line) => line.startsWith("!")).map((line) => toPattern(line.slice(1)));
  return {
    ignores(path, isDirectory) {
      const components = path.split("/");
      const matches = (pattern: Pattern) => matchesPattern(pattern, components, isDirectory);
      return ignored.some(matches) && !accepted.some(matches);
    },
  };
}

interface Pattern {
  readonly isAnchored: boolean;
  readonly onlyDirectories: boolean;
  readonly components: readonly RegExp[];
}

function toPattern(line: string): Pattern {
  const path = line.replace(/^\//, "").replace(/\/$/, "");
  return {
    isAnchored: line.startsWith("/"),
    onlyDirectories: line.endsWith("/"),
    components: path.split("/").map(toExpression),
  };
}

function matchesPattern(pattern: Pattern, components: readonly string[], isDirectory: boolean): boolean {
  if (pattern.onlyDirectories && !isDirectory) return false;
  const count = pattern.components.length;
  if (pattern.isAnchored ? components.length !== count : components.length < count) return false;
  return components.slice(-count).every((component, index) => pattern.components[index]?.test(component) ?? false);
}

/** `*`, `?` and `[a-z]`, within one component; a backslash is a character like any other. */
function toExpression(glob: string): RegExp {
  const source = glob.replace(
    /\*+|\?|\[\^?[^\]]+\]|[\\^$.+(){}|[\]/]/g,
    (token) => wildcards[token] ?? (/^\*|^\[./.test(token) ? token.replace(/^\*+$/, ".*") : `\\${token}`),
  );
  return new RegExp(`^${source}$`, "s");
}

const wildcards: Readonly<Record<string, string>> = { "*": ".*", "?": "." };
