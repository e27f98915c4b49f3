import type { Instruction } from "./dockerfile.ts";
import { readJsonList } from "./json-list.ts";
import type { LogicalLine } from "./logical-lines.ts";

/** Takes an instruction apart; undefined for a line that is none. */
export function parseInstruction({ text, line, heredocs }: LogicalLine): Instruction | undefined {
  const [, keyword = "", after = ""] = /^([a-zA-Z]+)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  if (keyword === "") return undefined;
  const { flags, rest } = readFlags(after);
  const json = readJsonList(rest);
  return {
    keyword: keyword.toUpperCase(),
    text,
    line,
    flags,
    rest,
    heredocs,
    ...(json === undefined ? {} : { json }),
  };
}

const flagPattern = /^--([a-z][a-z-]*)(?:=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'])*))?(?:\s+|$)/;

/** Flags stand in front; `--` alone ends them. */
function readFlags(text: string): Pick<Instruction, "flags" | "rest"> {
  const flags: (readonly [string, string])[] = [];
  let rest = text;
  for (let match = flagPattern.exec(rest); match !== null; match = flagPattern.exec(rest)) {
    flags.push([match[1] ?? "", unquote(match[2] ?? "")]);
    rest = rest.slice(match[0].length);
  }
  return { flags, rest: rest.replace(/^--(\s+|$)/, "") };
}

function unquote(value: string): string {
  return value.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_all, double?: string, single?: string) =>
    double === undefined ? (single ?? "") : double.replace(/\\(["\\])/g, "$1"),
  );
}
