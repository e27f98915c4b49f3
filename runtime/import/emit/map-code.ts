import type { Code, RecordMember } from "./code.ts";
import { template } from "./template-code.ts";

/** The same expression with `change` applied to each part of it, the innermost first. */
export function mapCode(code: Code, change: (code: Code) => Code): Code {
  const map = (child: Code): Code => mapCode(child, change);
  return change(withChildren(code, map));
}

function withChildren(code: Code, map: (child: Code) => Code): Code {
  switch (code.kind) {
    case "literal":
    case "name":
    case "regexp":
    case "hole":
      return code;
    case "template":
      return template(code.parts.map((part) => (typeof part === "string" ? part : map(part))));
    case "call":
      return { ...code, callee: map(code.callee), args: code.args.map(map) };
    case "member":
      return { ...code, object: map(code.object) };
    case "list":
      return { ...code, items: code.items.map(map) };
    case "record":
      return { ...code, members: code.members.map((member) => mapMember(member, map)) };
    case "conditional":
      return { ...code, test: map(code.test), whenTrue: map(code.whenTrue), whenFalse: map(code.whenFalse) };
    case "operation":
      return { ...code, left: map(code.left), right: map(code.right) };
    case "not":
      return { ...code, operand: map(code.operand) };
    case "spread":
    case "commented":
      return { ...code, of: map(code.of) };
    case "arrow":
      return {
        ...code,
        constants: code.constants.map(({ name, value }) => ({ name, value: map(value) })),
        body: map(code.body),
      };
  }
}

function mapMember(member: RecordMember, map: (child: Code) => Code): RecordMember {
  return "kind" in member ? { ...member, of: map(member.of) } : { key: map(member.key), value: map(member.value) };
}
