import type { ConstStatement } from "./build-file.ts";
import { type ArrowCode, type Code, type Loop, name } from "./code.ts";
import { bindLoop, findRun, foldInside, loopCode } from "./loops.ts";
import { mapCode } from "./map-code.ts";
import { collectNames } from "./walk-code.ts";

/** Names for what a loop makes, the same for the same loop however often a template is executed. */
export interface LoopConstants {
  ofLoop(loop: Loop, text: string): string;
  inLoop(loop: Loop, text: string, index: number): string;
}

/**
 * Images that a template makes in a loop become one constant: `export const tests = ["a", "b"].map((x) => image(…)…)`. Where others
 * refer to one of them they stay apart.
 */
export function foldStatements(statements: readonly ConstStatement[], names: LoopConstants): readonly ConstStatement[] {
  const run = findRun(
    statements.map(({ code }) => code),
    new Set(),
    (codes, loop, start) => generalize(statements.slice(start, start + codes.length), loop),
  );
  if (run === undefined) return statements.map(foldStatement);
  const end = run.start + run.size * run.loop.rounds;
  const before = foldStatements(statements.slice(0, run.start), names);
  const folded = statements.slice(run.start, end);
  const after = statements.slice(end);
  if (isMentioned(folded, [...statements.slice(0, run.start), ...after])) {
    return [...before, ...folded.map(foldStatement), ...foldStatements(after, names)];
  }
  return [...before, toLoop(folded, run.loop, run.round, names), ...foldStatements(after, names)];
}

function foldStatement(statement: ConstStatement): ConstStatement {
  return { ...statement, code: foldInside(statement.code, new Set()) };
}

/** The images of one round, which call each other by their place in it. */
function generalize(statements: readonly ConstStatement[], loop: Loop): readonly Code[] {
  const places = new Map(statements.map((statement, index) => [statement.name, placeholder(index)]));
  return statements.map(({ code }) => {
    const bound = bindLoop(foldInside(bindLoop(code, loop), new Set([loop])), loop);
    return mapCode(bound, (part) => (part.kind === "name" ? name(places.get(part.name) ?? part.name) : part));
  });
}

/** No constant can have this name. */
function placeholder(index: number): string {
  return `#${index}`;
}

function isMentioned(folded: readonly ConstStatement[], others: readonly ConstStatement[]): boolean {
  const mentioned = new Set<string>();
  for (const { code } of others) collectNames(code, mentioned);
  return folded.some((statement) => mentioned.has(statement.name));
}

function toLoop(
  folded: readonly ConstStatement[],
  loop: Loop,
  round: readonly Code[],
  names: LoopConstants,
): ConstStatement {
  const comments = [...new Set(folded.flatMap((statement) => statement.comments))];
  const [first] = round;
  const constantName = names.ofLoop(loop, `${first === undefined ? "" : fixedText(first)} images`);
  const mentioned = new Set<string>();
  for (const code of round) collectNames(code, mentioned);
  const needsNames = round.some((_code, index) => mentioned.has(placeholder(index)));
  const code = needsNames ? namedRound(loop, round, names) : loopCode(loop, round);
  return { comments, name: constantName, isExported: true, code };
}

/** Images of a round that use each other are constants inside of the loop. */
function namedRound(loop: Loop, round: readonly Code[], names: LoopConstants): Code {
  const locals = round.map((code, index) => names.inLoop(loop, fixedText(code), index));
  const resolve = (code: Code): Code =>
    mapCode(code, (part) => {
      const index = part.kind === "name" && part.name.startsWith("#") ? Number(part.name.slice(1)) : undefined;
      return index === undefined ? part : name(locals[index] ?? "");
    });
  const constants: ArrowCode["constants"] = round.map((code, index) => ({
    name: locals[index] ?? "",
    value: resolve(code),
  }));
  return loopCode(
    loop,
    constants.map((constant) => name(constant.name)),
    constants,
  );
}

/** What all names of the images of a loop have in common: `-test` of `image(`${x}-test`)`. */
function fixedText(code: Code): string {
  const argument = firstArgument(code);
  if (argument?.kind === "literal") return String(argument.value);
  if (argument?.kind !== "template") return "";
  return argument.parts.filter((part) => typeof part === "string").join(" ");
}

/** That of the call at the start of a chain. */
function firstArgument(code: Code): Code | undefined {
  if (code.kind !== "call") return undefined;
  return code.callee.kind === "member" ? firstArgument(code.callee.object) : code.args[0];
}
