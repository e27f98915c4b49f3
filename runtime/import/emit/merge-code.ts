import { type CallCode, type Code, isSameCode, list, type RecordCode, type RecordMember, spread } from "./code.ts";

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

function choose(test: Code, whenTrue: Code, whenFalse: Code): Code {
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

/** Chains of the same calls with other arguments; undefined where one of them has a call that cannot be left out. */
function mergeCalls(test: Code, a: CallCode, b: CallCode): Code | undefined {
  const [nameA, nameB] = [calleeName(a), calleeName(b)];
  if (a.callee.kind === "name" && b.callee.kind === "name") {
    return nameA === nameB ? { ...a, args: mergeItems(test, a.args, b.args) } : undefined;
  }
  if (a.callee.kind !== "member" && b.callee.kind !== "member") return undefined;
  if (nameA === nameB && a.callee.kind === "member" && b.callee.kind === "member") {
    const object = mergeObjects(test, a.callee.object, b.callee.object);
    if (object !== undefined) return { ...a, callee: { ...a.callee, object }, args: mergeItems(test, a.args, b.args) };
  }
  return withOptionalCall(test, a, b, true) ?? withOptionalCall(test, b, a, false);
}

/** `a` has a call that `b` lacks and that may be made without arguments. */
function withOptionalCall(test: Code, a: CallCode, b: CallCode, isWhenTrue: boolean): Code | undefined {
  if (a.callee.kind !== "member" || !additive.has(a.callee.property)) return undefined;
  const object = isWhenTrue ? mergeObjects(test, a.callee.object, b) : mergeObjects(test, b, a.callee.object);
  if (object === undefined) return undefined;
  const args = isWhenTrue ? mergeItems(test, a.args, []) : mergeItems(test, [], a.args);
  return { ...a, callee: { ...a.callee, object }, args };
}

function mergeObjects(test: Code, a: Code, b: Code): Code | undefined {
  if (isSameCode(a, b)) return a;
  return a.kind === "call" && b.kind === "call" ? mergeCalls(test, a, b) : undefined;
}

function calleeName({ callee }: CallCode): string | undefined {
  if (callee.kind === "member") return callee.property;
  return callee.kind === "name" ? callee.name : undefined;
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
  return [spread(choose(test, list(a), list(b)))];
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
