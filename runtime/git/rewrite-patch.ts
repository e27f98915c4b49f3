import { submoduleMissing } from "./errors.ts";
import { isDirectoryOfInterest, type PathMatcher } from "./path-matcher.ts";
import { quotePath, unquotePath } from "./quoted-path.ts";

export interface PatchScope {
  /** Directory to which the paths are made relative; "" for the root. */
  readonly directory: string;
  readonly matcher: PathMatcher;
  /** A single file that gets another name in the image. */
  readonly rename?: { readonly path: string; readonly name: string };
}

/** Where in the output a line stands; a line means something only in the heading of a file's block. */
type State = "outside" | "heading" | "body";

/**
 * Turns the output of `git diff` into werf's patch, line by line (spec §2.5): blocks of files that are not matched go,
 * paths become relative to the scope, ids are cut to 8 characters, lines about submodules go; all else is copied.
 */
export function rewritePatch(diff: string, scope: PatchScope): string {
  const output: string[] = [];
  let state: State = "outside";
  for (const line of linesOf(diff)) {
    if (line.startsWith("diff --git ")) {
      const heading = rewriteHeading(line, scope);
      state = heading === undefined ? "outside" : "heading";
      if (heading !== undefined) output.push(heading);
    } else if (state !== "heading" && line.startsWith("Submodule ")) {
      requireSubmodule(line, scope);
      state = "outside";
    } else if (state === "heading") {
      output.push(rewriteHeadingLine(line, scope));
      if (line.startsWith("+++ ") || line === "GIT binary patch") state = "body";
      else if (line.startsWith("Binary files ")) state = "outside";
    } else if (state === "body") {
      output.push(line);
    }
  }
  return output.map((line) => `${line}\n`).join("");
}

function linesOf(diff: string): readonly string[] {
  const lines = diff.split("\n");
  // What follows the last line break is no line, as in werf.
  lines.pop();
  return lines;
}

function rewriteHeading(line: string, scope: PatchScope): string | undefined {
  const pair = splitPair(line.slice("diff --git ".length));
  const paths = pair.map((word) => (word.startsWith('"') ? unquotePath(word) : word).slice("a/".length));
  if (!paths.every((path) => scope.matcher.matches(path))) return undefined;
  const words = pair.map((word, index) => {
    const path = `${index === 0 ? "a" : "b"}/${toImagePath(paths[index] ?? "", scope)}`;
    return word.startsWith('"') ? quotePath(path) : path;
  });
  return `diff --git ${words.join(" ")}`;
}

/** `a/PATH b/PATH`: without renames both paths are the same, so that spaces in them do no harm. */
function splitPair(words: string): readonly [string, string] {
  const middle = (words.length - 1) / 2;
  const [first, second] = [words.slice(0, middle), words.slice(middle + 1)];
  if (words[middle] === " " && first.replace("a/", "b/") === second) return [first, second];
  const start = words.indexOf(words.startsWith('"') ? ' "b/' : " b/");
  return [words.slice(0, start), words.slice(start + 1)];
}

function rewriteHeadingLine(line: string, scope: PatchScope): string {
  const marker = line.slice(0, 4);
  if (line.startsWith("index ")) return line.replace(/[0-9a-f]{9,}/g, (id) => id.slice(0, 8));
  if ((marker !== "--- " && marker !== "+++ ") || line.endsWith(" /dev/null")) return line;
  // git puts a tab after a path that holds a space; werf drops it.
  const word = line.slice(4).replace(/\t+$/, "");
  const isQuoted = word.startsWith('"');
  const path = isQuoted ? unquotePath(word) : word;
  const rewritten = `${path.slice(0, 2)}${toImagePath(path.slice(2), scope)}`;
  return `${marker}${isQuoted ? quotePath(rewritten) : rewritten}`;
}

function toImagePath(path: string, { directory, rename }: PatchScope): string {
  if (path === rename?.path) return rename.name;
  return directory === "" ? path : path.slice(directory.length + 1);
}

function requireSubmodule(line: string, { matcher }: PatchScope): void {
  const [, path, commit] = /^Submodule (.*) [0-9a-f]+\.{2,3}([0-9a-f]+).*\(commits not present\)$/.exec(line) ?? [];
  if (path === undefined || commit === undefined) return;
  if (isDirectoryOfInterest(matcher, path)) throw submoduleMissing(path, commit);
}
