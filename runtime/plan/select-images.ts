import type { ImageNode } from "../../sdk/model/image-node.ts";
import { invalidTarget, unknownTarget } from "./errors.ts";
import { nearestName } from "./nearest-name.ts";

/** What selection looks at. */
type Selectable = Pick<ImageNode, "name" | "final">;

/**
 * The images that the command line asks for, in the order of their definition. Rules of werf 2: names and globs (`*`, `?`)
 * add, `!` takes away from what globs have added or, when nothing is added, from all; a name given literally stays.
 * Errors: `USAGE.UNKNOWN_TARGET`, `USAGE.INVALID_TARGET`.
 *
 * @param options.onlyFinal leave out images that only serve others. Default: when no name or glob asks for anything
 */
export function selectImages<T extends Selectable>(
  images: readonly T[],
  targets: readonly string[],
  options: { readonly onlyFinal?: boolean } = {},
): readonly T[] {
  const patterns = targets.map(parsePattern);
  const included = patterns.filter((pattern) => !pattern.isExclusion);
  const excluded = patterns.filter((pattern) => pattern.isExclusion);
  for (const pattern of included) requireMatch(pattern, images);
  const onlyFinal = options.onlyFinal ?? included.length === 0;
  return images.filter(({ name, final }) => {
    if (onlyFinal && !final) return false;
    if (included.some((pattern) => pattern.text === name)) return true;
    if (excluded.some((pattern) => pattern.matches(name))) return false;
    return included.length === 0 || included.some((pattern) => pattern.matches(name));
  });
}

interface TargetPattern {
  readonly text: string;
  readonly isExclusion: boolean;
  matches(name: string): boolean;
}

function parsePattern(target: string): TargetPattern {
  const isExclusion = target.startsWith("!");
  const text = isExclusion ? target.slice(1) : target;
  if (text === "") throw invalidTarget(target, "it is empty");
  if (text.length > 100) throw invalidTarget(target, "pattern too long (100 characters at most)");
  if (text.includes("**")) throw invalidTarget(target, "recursive glob (**) not supported");
  if (/[[\]{}\\]/.test(text)) throw invalidTarget(target, "only * and ? are understood");
  if (/[^\p{L}\p{N}*?._/@:+~-]/u.test(text)) throw invalidTarget(target, "special characters not allowed");
  const expression = new RegExp(
    `^${text.replace(/[.+]/g, "\\$&").replaceAll("*", "[^/]*").replaceAll("?", "[^/]")}$`,
    "u",
  );
  return { text, isExclusion, matches: (name) => expression.test(name) };
}

function requireMatch(pattern: TargetPattern, images: readonly Selectable[]): void {
  const names = images.map((image) => image.name);
  if (names.some(pattern.matches)) return;
  throw unknownTarget(pattern.text, names, nearestName(pattern.text, names));
}
