import { endOfClass } from "../../sdk/model/mask.ts";

/** Writes out every `{a,b}` of a well-formed mask, nested ones too: `x{a,b{c,d}}` gives `xa`, `xbc` and `xbd`. */
export function expandAlternatives(mask: string): readonly string[] {
  return expand(mask, () => true);
}

/**
 * Writes out only alternatives that hold a slash, as they cannot be cut into names. The others stay, because a
 * directory is judged by the mask as it was written: `dir/{a,*}` does not name `dir` itself, `dir/*` does.
 */
export function expandSlashedAlternatives(mask: string): readonly string[] {
  return expand(mask, (body) => body.includes("/"));
}

interface Alternatives {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

function expand(mask: string, wanted: (body: string) => boolean): readonly string[] {
  for (let at = 0; at < mask.length; ) {
    const found = findAlternatives(mask, at);
    if (found === undefined) break;
    const { start, end, choices } = found;
    if (wanted(mask.slice(start, end))) {
      const [before, after] = [mask.slice(0, start), mask.slice(end)];
      return choices.flatMap((choice) => expand(`${before}${choice}${after}`, wanted));
    }
    at = end;
  }
  return [mask];
}

function findAlternatives(mask: string, from: number): Alternatives | undefined {
  for (let at = from; at < mask.length; at++) {
    if (mask[at] === "\\") at += 1;
    else if (mask[at] === "[") at = endOfClass(mask, at) ?? at;
    else if (mask[at] === "{") return readAlternatives(mask, at);
  }
  return undefined;
}

function readAlternatives(mask: string, start: number): Alternatives | undefined {
  const choices: string[] = [];
  let depth = 0;
  let choiceStart = start + 1;
  for (let at = start; at < mask.length; at++) {
    const character = mask[at];
    if (character === "\\") at += 1;
    else if (character === "{") depth += 1;
    else if (character === "," && depth === 1) {
      choices.push(mask.slice(choiceStart, at));
      choiceStart = at + 1;
    } else if (character === "}") {
      depth -= 1;
      if (depth === 0) return { start, end: at + 1, choices: [...choices, mask.slice(choiceStart, at)] };
    }
  }
  return undefined;
}
