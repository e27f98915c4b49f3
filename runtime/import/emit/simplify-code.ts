import { type ArrowCode, type Code, isSameCode, list, name } from "./code.ts";
import { mapCode } from "./map-code.ts";

/** An expression without what putting it together has left over: a copy of a list or record that is made anew anyway. */
export function simplifyCode(code: Code): Code {
  return mapCode(code, (part) => {
    if (part.kind === "call") return membersCopied(part) ?? part;
    if (part.kind === "arrow") return { ...part, body: withoutCopy(part.body) };
    if (part.kind !== "record") return part;
    const members = part.members.flatMap((one) => ("kind" in one && one.of.kind === "record" ? one.of.members : [one]));
    return withoutCopy({ ...part, members });
  });
}

/** `[...f()]` and `{ ...f() }` are nothing but `f()`. */
export function withoutCopy(code: Code): Code {
  const [only, ...others] = code.kind === "list" ? code.items : code.kind === "record" ? code.members : [];
  if (only === undefined || others.length > 0 || !("kind" in only) || only.kind !== "spread") return code;
  return only.of.kind === "call" ? only.of : code;
}

/** What `Object.fromEntries(Object.entries(x).map(([key, value]) => [key, value]))` makes is x. */
function membersCopied(code: Code): Code | undefined {
  const entries = argumentOf(code, "fromEntries");
  if (entries?.kind !== "call" || entries.callee.kind !== "member" || entries.callee.property !== "map")
    return undefined;
  const [copy] = entries.args;
  return copy?.kind === "arrow" && isCopy(copy) ? argumentOf(entries.callee.object, "entries") : undefined;
}

/** That of `Object.entries(…)` or the like. */
function argumentOf(code: Code, property: string): Code | undefined {
  if (code.kind !== "call" || code.callee.kind !== "member" || code.callee.property !== property) return undefined;
  return code.callee.object.kind === "name" && code.callee.object.name === "Object" ? code.args[0] : undefined;
}

function isCopy({ parameters: [parameter], constants, body }: ArrowCode): boolean {
  const [key, value] = parameter?.slice(1, -1).split(", ") ?? [];
  return constants.length === 0 && value !== undefined && isSameCode(body, list([name(key ?? ""), name(value)]));
}
