import type { TextNode } from "../../../sdk/model/text-node.ts";
import { type Code, call, type RecordCode } from "./code.ts";
import type { EmitContext } from "./emit-context.ts";

/** A text, or `secret("NAME")`. */
export function emitText(node: TextNode, { text }: Pick<EmitContext, "text">): Code {
  return typeof node === "string" ? text(node) : call("secret", text(node.name));
}

/** Names and texts. */
export function emitTexts(nodes: Readonly<Record<string, TextNode>>, context: Pick<EmitContext, "text">): RecordCode {
  const members = Object.entries(nodes).map(([key, node]) => ({
    key: context.text(key),
    value: emitText(node, context),
  }));
  return { kind: "record", members };
}
