import type { Code, RecordMember } from "./code.ts";

/** All names that an expression mentions. */
export function collectNames(code: Code, found: Set<string>): void {
  if (code.kind === "name") found.add(code.name);
  for (const child of childrenOf(code)) collectNames(child, found);
}

/** The expressions right inside one. */
export function childrenOf(code: Code): readonly Code[] {
  switch (code.kind) {
    case "literal":
    case "name":
    case "regexp":
      return [];
    case "hole":
      return [code.code];
    case "template":
      return code.parts.filter((part) => typeof part !== "string");
    case "call":
      return [code.callee, ...code.args];
    case "member":
      return [code.object];
    case "list":
      return code.items;
    case "record":
      return code.members.flatMap((member: RecordMember) =>
        "kind" in member ? [member.of] : [member.key, member.value],
      );
    case "conditional":
      return [code.test, code.whenTrue, code.whenFalse];
    case "operation":
      return [code.left, code.right];
    case "not":
      return [code.operand];
    case "spread":
    case "commented":
      return [code.of];
    case "arrow":
      return [...code.constants.map(({ value }) => value), code.body];
  }
}
