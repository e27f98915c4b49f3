import {
  type CallCode,
  type Code,
  isSameCode,
  list,
  member,
  name,
  type RecordCode,
  type RecordMember,
  spread,
} from "./code.ts";
import { mergeSwitches } from "./merge-switches.ts";

/** One expression for two: `test` says which of them it is. What they have in common is written once. */
export function mergeCode(test: Code, whenTrue: Code, whenFalse: Code): Code {
  if (isSameCode(whenTrue, whenFalse)) return whenTrue;
  if (whenTrue.kind === "call" && whenFalse.kind === "call") {
    return mergeCalls(test, whenTrue, whenFalse) ?? choose(test, whenTrue, whenFalse);
  }
  if (whenTrue.kind === "record" && whenFalse.kind === "record") return mergeRecords(test, whenTrue, whenFalse);
  if (whenTrue.kind === "list" && whenFalse.kind === "list") {
    return list(mergeItems(test, whenTrue.items, whenFalse.items));
  }
  return choose(test, whenTrue, whenFalse);
}

/** `x ? a : y ? a : b` is `x || y ? a : b`. */
function choose(test: Code, whenTrue: Code, whenFalse: Code): Code {
  if (whenFalse.kind === "conditional" && isSameCode(whenFalse.whenTrue, whenTrue)) {
    const either: Code = { kind: "operation", operator: "||", left: test, right: whenFalse.test };
    return { kind: "conditional", test: either, whenTrue, whenFalse: whenFalse.whenFalse };
  }
  return { kind: "conditional", test, whenTrue, whenFalse };
}

/** Methods that do nothing when they are called without arguments. */
const additive: ReadonlySet<string> = new Set([
  "beforeInstall",
  "install",
  "beforeSetup",
  "setup",
  "step",
  "afterStep",
]);

/** Chains of calls, aligned by the names of the methods; undefined where one has a call that cannot be left out. */
function mergeCalls(test: Code, a: CallCode, b: CallCode): Code | undefined {
  const [left, right] = [linksOf(a), linksOf(b)];
  if (!isSameCode(left.head, right.head)) return undefined;
  let object = left.head;
  for (const [linkA, linkB] of alignLinks(left.links, right.links)) {
    const link = linkA ?? linkB;
    if (link === undefined) return undefined;
    const isSame = linkA !== undefined && linkB !== undefined && isSameCode(list(linkA.args), list(linkB.args));
    const given = isSame ? undefined : mergeSwitches(link.method, test, linkA?.args, linkB?.args);
    if (given === undefined && (linkA === undefined || linkB === undefined) && !isOptional(link)) return undefined;
    const [argsA, argsB] = isOptional(link) ? [linkA?.args ?? [], linkB?.args ?? []] : withOptions(linkA, linkB);
    const args = given !== undefined ? [given] : mergeItems(test, argsA, argsB);
    const comments = linkA?.comments ?? linkB?.comments;
    const callee = link.method === undefined ? object : member(object, link.method);
    object = { kind: "call", callee, args, ...(comments === undefined ? {} : { comments }) };
  }
  return object;
}

/** One call of a chain; the first of `image("app")` has no method. */
interface Link {
  readonly method?: string;
  readonly args: readonly Code[];
  readonly comments?: readonly string[];
}

function linksOf(code: Code): { readonly head: Code; readonly links: readonly Link[] } {
  if (code.kind !== "call") return { head: code, links: [] };
  const { args, comments, callee } = code;
  const shared = { args, ...(comments === undefined ? {} : { comments }) };
  if (callee.kind !== "member") return { head: callee, links: [shared] };
  const { head, links } = linksOf(callee.object);
  return { head, links: [...links, { method: callee.property, ...shared }] };
}

/** Options that only one of two calls has are none of the other: TypeScript spreads nothing into a parameter. */
function withOptions(a: Link | undefined, b: Link | undefined): readonly [readonly Code[], readonly Code[]] {
  const [argsA, argsB] = [a?.args ?? [], b?.args ?? []];
  const last = (argsA.length > argsB.length ? argsA : argsB).at(-1);
  if (last?.kind !== "record" || Math.abs(argsA.length - argsB.length) !== 1) return [argsA, argsB];
  return argsA.length > argsB.length ? [argsA, [...argsB, empty]] : [[...argsA, empty], argsB];
}

function isOptional({ method }: Link): boolean {
  return method !== undefined && additive.has(method);
}

function alignLinks(a: readonly Link[], b: readonly Link[]): readonly (readonly [Link?, Link?])[] {
  const names = (links: readonly Link[]) => links.map(({ method = "" }) => name(method));
  const aligned: (readonly [Link?, Link?])[] = [];
  let [atA, atB] = [0, 0];
  for (const [commonA, commonB] of [...commonItems(names(a), names(b)), [a.length, b.length] as const]) {
    for (const link of a.slice(atA, commonA)) aligned.push([link, undefined]);
    for (const link of b.slice(atB, commonB)) aligned.push([undefined, link]);
    if (commonA < a.length) aligned.push([a[commonA], b[commonB]]);
    [atA, atB] = [commonA + 1, commonB + 1];
  }
  return aligned;
}

/** Items that both have, and between them those that only one has. */
function mergeItems(test: Code, a: readonly Code[], b: readonly Code[]): readonly Code[] {
  const merged: Code[] = [];
  let [atA, atB] = [0, 0];
  for (const [commonA, commonB] of [...commonItems(a, b), [a.length, b.length] as const]) {
    merged.push(...mergeGap(test, a.slice(atA, commonA), b.slice(atB, commonB)));
    const common = a[commonA];
    if (common !== undefined) merged.push(common);
    [atA, atB] = [commonA + 1, commonB + 1];
  }
  return merged;
}

function mergeGap(test: Code, a: readonly Code[], b: readonly Code[]): readonly Code[] {
  if (a.length === 0 && b.length === 0) return [];
  const [onlyA, onlyB] = [a[0], b[0]];
  if (a.length === 1 && b.length === 1 && onlyA !== undefined && onlyB !== undefined) {
    if (onlyA.kind !== "spread" && onlyB.kind !== "spread") return [mergeCode(test, onlyA, onlyB)];
  }
  return [spread(choose(test, unwrapped(a), unwrapped(b)))];
}

/** `[...(x ? [a] : [])]` is nothing but `x ? [a] : []`. */
function unwrapped(items: readonly Code[]): Code {
  const [only] = items;
  return items.length === 1 && only?.kind === "spread" && only.of.kind === "conditional" ? only.of : list(items);
}

/** Indexes of a longest common subsequence. */
function commonItems(a: readonly Code[], b: readonly Code[]): readonly (readonly [number, number])[] {
  const lengths: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const lengthAt = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const keysA = a.map((code) => JSON.stringify(code));
  const keysB = b.map((code) => JSON.stringify(code));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row === undefined) continue;
      row[j] = keysA[i] === keysB[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const found: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (keysA[i] === keysB[j]) found.push([i++, j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i++;
    else j++;
  }
  return found;
}

function mergeRecords(test: Code, a: RecordCode, b: RecordCode): Code {
  if ([...a.members, ...b.members].some((member) => "kind" in member)) return choose(test, a, b);
  const membersB = new Map(b.members.map((member) => [keyOf(member), member]));
  const keysA = new Set(a.members.map(keyOf));
  const merged: RecordMember[] = [];
  for (const member of a.members) {
    const other = membersB.get(keyOf(member));
    if ("kind" in member) continue;
    if (other === undefined) addOptional(merged, test, member, true);
    else if (!("kind" in other)) merged.push({ key: member.key, value: mergeCode(test, member.value, other.value) });
  }
  for (const member of b.members) if (!keysA.has(keyOf(member))) addOptional(merged, test, member, false);
  return { kind: "record", members: merged };
}

function keyOf(member: RecordMember): string {
  return JSON.stringify("kind" in member ? member : member.key);
}

const empty: RecordCode = { kind: "record", members: [] };

/** `...(test ? { a: 1 } : {})`; members that stand side by side share one. */
function addOptional(merged: RecordMember[], test: Code, member: RecordMember, isWhenTrue: boolean): void {
  const last = merged.at(-1);
  const previous = last !== undefined && "kind" in last && last.of.kind === "conditional" ? last.of : undefined;
  const side = isWhenTrue ? previous?.whenTrue : previous?.whenFalse;
  const isSameTest = previous !== undefined && isSameCode(previous.test, test) && side?.kind === "record";
  const members = isSameTest && side.members.length > 0 ? [...side.members, member] : [member];
  if (members.length > 1) merged.pop();
  const given: RecordCode = { kind: "record", members };
  merged.push(spread(isWhenTrue ? choose(test, given, empty) : choose(test, empty, given)));
}
