import { collapsedValue, type StoredPart } from "./stored-parts.ts";

/** One named part that differs between two builds of a stage. */
export interface PartChange {
  readonly kind: "changed" | "added" | "removed";
  readonly name: string;
  /** Where it may be shown: the value before. */
  readonly before?: string;
  /** Where it may be shown: the value now. */
  readonly after?: string;
}

type Value = string | readonly StoredPart[];

/** What has become different, in the order of the parts; removed ones last. */
export function compareParts(before: StoredPart, after: StoredPart): readonly PartChange[] {
  return compareValues(after[0], before[1], after[1]);
}

function compareValues(name: string, before: Value | undefined, after: Value | undefined): readonly PartChange[] {
  if (typeof before !== "string" && typeof after !== "string") return compareGroups(before ?? [], after ?? []);
  // A group that gave up its details is compared as a whole.
  const [from, to] = [flatten(before), flatten(after)];
  if (from === to) return [];
  const kind = from === undefined ? "added" : to === undefined ? "removed" : "changed";
  return [{ kind, name, ...shown("before", from), ...shown("after", to) }];
}

function compareGroups(before: readonly StoredPart[], after: readonly StoredPart[]): readonly PartChange[] {
  const [, word = "command"] =
    commandPattern.exec([...after, ...before].find(([name]) => isCommand(name))?.[0] ?? "") ?? [];
  return [
    ...compareCommands(commandsOf(before), commandsOf(after), word),
    ...compareNamed(byName(before), byName(after)),
  ];
}

function compareNamed(
  before: ReadonlyMap<string, NamedValue>,
  after: ReadonlyMap<string, NamedValue>,
): readonly PartChange[] {
  // A group that is new or gone is told by what it holds.
  const present = [...after].flatMap(([key, { name, value }]) => compareValues(name, before.get(key)?.value, value));
  const gone = [...before].filter(([key]) => !after.has(key));
  return [...present, ...gone.flatMap(([, { name, value }]) => compareValues(name, value, undefined))];
}

/** Commands are told apart by their text: one that is put in front changes none of those behind it. */
function compareCommands(before: readonly string[], after: readonly string[], word: string): readonly PartChange[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const changes: PartChange[] = [];
  for (let index = start; index < Math.max(before.length, after.length) - end; index += 1) {
    const wasThere = index < before.length - end;
    const isThere = index < after.length - end;
    const kind = wasThere && isThere ? "changed" : isThere ? "added" : "removed";
    changes.push({ kind, name: `${word} ${index + 1}` });
  }
  return changes;
}

/** Commands of a stage, instructions of a Dockerfile: what has an order. */
const commandPattern = /^(command|instruction) \d+$/;

function isCommand(name: string): boolean {
  return commandPattern.test(name);
}

function commandsOf(parts: readonly StoredPart[]): readonly string[] {
  return parts.flatMap(([name, value]) => (isCommand(name) ? [flatten(value) ?? ""] : []));
}

interface NamedValue {
  readonly name: string;
  readonly value: Value;
}

/** All but commands. Parts of one name are told apart by their order. */
function byName(parts: readonly StoredPart[]): ReadonlyMap<string, NamedValue> {
  const result = new Map<string, NamedValue>();
  const counts = new Map<string, number>();
  for (const [name, value] of parts) {
    if (isCommand(name)) continue;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    result.set(`${count} ${name}`, { name, value });
  }
  return result;
}

function flatten(value: Value | undefined): string | undefined {
  return value === undefined || typeof value === "string" ? value : collapsedValue(value);
}

function shown(
  key: "before" | "after",
  value: string | undefined,
): { readonly before?: string; readonly after?: string } {
  return value?.startsWith("=") ? { [key]: value.slice(1) } : {};
}
