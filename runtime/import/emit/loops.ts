import {
  type ArrowCode,
  type Code,
  type HoleCode,
  isSameCode,
  type Loop,
  list,
  literal,
  method,
  name,
  type RecordMember,
  spread,
} from "./code.ts";
import { mapCode } from "./map-code.ts";
import { childrenOf, collectNames } from "./walk-code.ts";

/** The holes in an expression, in its order. */
export function holesIn(code: Code): readonly HoleCode[] {
  return code.kind === "hole" ? [code] : childrenOf(code).flatMap(holesIn);
}

/** Consecutive items of which a loop made so many in each round. */
export interface LoopRun {
  readonly loop: Loop;
  /** Index of the first item, and how many items a round has. */
  readonly start: number;
  readonly size: number;
  /** What a round is, in terms of the variables of the loop. */
  readonly round: readonly Code[];
}

/**
 * The first run of items that a loop made, such that each round says the same of its element.
 *
 * @param bound - Loops that are around the items.
 * @param generalize - Makes the items of one round independent of it; inner loops are folded.
 */
export function findRun(
  items: readonly Code[],
  bound: ReadonlySet<Loop>,
  generalize: (items: readonly Code[], loop: Loop, start: number) => readonly Code[],
): LoopRun | undefined {
  const rounds = items.map((item) => roundsOf(item, bound));
  for (const loop of new Set(rounds.flatMap((found) => [...found.keys()]))) {
    const first = rounds.findIndex((found) => found.has(loop));
    const last = rounds.findLastIndex((found) => found.has(loop));
    for (const [start, size] of candidates(
      rounds.map((found) => found.get(loop)),
      loop,
      first,
      last,
    )) {
      const chunks = Array.from({ length: loop.rounds }, (_round, index) => {
        const at = start + index * size;
        return generalize(items.slice(at, at + size), loop, at);
      });
      const [round, ...others] = chunks;
      const isSame = (other: readonly Code[]) => isSameCode(list(other), list(round ?? []));
      if (round !== undefined && others.every(isSame) && round.every((item) => !mentionsLoop(item, loop))) {
        return { loop, start, size, round };
      }
    }
  }
  return undefined;
}

/** Where a run can begin and how long a round can be, given in which round items that use the loop's variable were made. */
function* candidates(
  rounds: readonly (number | undefined)[],
  loop: Loop,
  first: number,
  last: number,
): Generator<readonly [start: number, size: number]> {
  if (rounds[first] !== 0) return;
  if (loop.rounds === 1) {
    yield [first, last - first + 1];
    return;
  }
  const second = rounds.indexOf(1);
  const size = second - first;
  if (second < 0 || size < 1) return;
  for (let start = first; start > first - size && start >= 0; start--) {
    const end = start + size * loop.rounds;
    if (end <= last || end > rounds.length) continue;
    const fits = rounds.slice(start, end).every((round, at) => round === undefined || round === Math.floor(at / size));
    if (fits) yield [start, size];
  }
}

/** The outermost loop that is not bound, and the round of it, of each hole; of a hole in several rounds none. */
function roundsOf(code: Code, bound: ReadonlySet<Loop>): ReadonlyMap<Loop, number> {
  const found = new Map<Loop, number>();
  for (const { loops } of holesIn(code)) {
    const outer = loops.findLast(({ loop }) => !bound.has(loop));
    if (outer !== undefined) found.set(outer.loop, outer.round);
  }
  return found;
}

function mentionsLoop(code: Code, loop: Loop): boolean {
  return holesIn(code).some(({ loops }) => loops.some((round) => round.loop === loop));
}

/** Holes that wait for nothing but `loop` become code that uses its variables. */
export function bindLoop(code: Code, loop: Loop): Code {
  return mapCode(code, (part) => {
    if (part.kind !== "hole" || !part.loops.some((round) => round.loop === loop)) return part;
    const loops = part.loops.filter((round) => round.loop !== loop);
    return loops.length === 0 ? part.code : { ...part, loops, value: "" };
  });
}

/** Holes that are in no loop become their code; of others the value that they had is left. */
export function fillHoles(code: Code): Code {
  return mapCode(code, (part) => {
    if (part.kind === "record") return { ...part, members: part.members.map(unwrapMember) };
    if (part.kind !== "hole") return part;
    return part.loops.length === 0 ? part.code : literal(part.value);
  });
}

/** What a function returns is all members of a record, or the one value that might have been a list. */
function unwrapMember(member: RecordMember): RecordMember {
  if ("kind" in member) return member;
  if (member.key.kind === "spread") return member.key;
  return member.value.kind === "spread" ? { key: member.key, value: member.value.of } : member;
}

/** `over.map((x) => …)`, or `flatMap` where a round makes several items. */
export function loopCode(loop: Loop, round: readonly Code[], constants: ArrowCode["constants"] = []): Code {
  const [only] = round;
  const isSingle = round.length === 1 && only !== undefined && only.kind !== "spread";
  const body = isSingle ? only : only?.kind === "spread" && round.length === 1 ? only.of : list(round);
  const used = new Set<string>();
  for (const code of [body, ...constants.map(({ value }) => value)]) collectNames(code, used);
  return method(loop.over, isSingle ? "map" : "flatMap", {
    kind: "arrow",
    parameters: parametersOf(loop, used),
    constants,
    body,
  });
}

/** Those that are used: `x`, `x, index`, or of the members of a record `[key, x]`. */
function parametersOf({ shape, element, key }: Loop, used: ReadonlySet<string>): readonly string[] {
  if (shape === "list") return used.has(key) ? [element, key] : [element];
  return [used.has(element) ? `[${key}, ${element}]` : `[${key}]`];
}

/** Loops inside of an expression: in lists, arguments and records. */
export function foldInside(code: Code, bound: ReadonlySet<Loop>): Code {
  switch (code.kind) {
    case "call":
      return { ...code, callee: foldInside(code.callee, bound), args: foldItems(code.args, bound) };
    case "list":
      return { ...code, items: foldItems(code.items, bound) };
    case "record":
      return { ...code, members: foldMembers(code.members, bound) };
    case "member":
      return { ...code, object: foldInside(code.object, bound) };
    case "commented":
    case "spread":
      return { ...code, of: foldInside(code.of, bound) };
    case "arrow":
      return { ...code, body: foldInside(code.body, bound) };
    default:
      return code;
  }
}

function foldItems(items: readonly Code[], bound: ReadonlySet<Loop>): readonly Code[] {
  const run = findRun(items, bound, (round, loop) => {
    return foldItems(
      round.map((item) => bindLoop(item, loop)),
      new Set([...bound, loop]),
    );
  });
  if (run === undefined) return items.map((item) => foldInside(item, bound));
  const end = run.start + run.size * run.loop.rounds;
  return [
    ...foldItems(items.slice(0, run.start), bound),
    spread(loopCode(run.loop, run.round)),
    ...foldItems(items.slice(end), bound),
  ];
}

/** Members that a loop made are those of `Object.fromEntries(over.map((x) => [key, value]))`. */
function foldMembers(members: readonly RecordMember[], bound: ReadonlySet<Loop>): readonly RecordMember[] {
  const entries = members.map((member): Code => ("kind" in member ? member : list([member.key, member.value])));
  return foldItems(entries, bound).flatMap((entry): readonly RecordMember[] => {
    if (entry.kind === "spread")
      return [isLoopCode(entry.of) ? spread(method(name("Object"), "fromEntries", entry.of)) : entry];
    const [key, value] = entry.kind === "list" ? entry.items : [];
    return key === undefined || value === undefined ? [] : [{ key, value }];
  });
}

function isLoopCode(code: Code): boolean {
  return code.kind === "call" && code.args.some((arg) => arg.kind === "arrow");
}
