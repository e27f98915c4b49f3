import { type Code, method } from "../emit/code.ts";

/** The words that YAML 1.1 reads as true. */
const source = "^(?:y|yes|true|on)$";

/** Whether YAML reads a text as true or false. */
export function isFlagText(text: string): boolean {
  return /^(?:y|yes|true|on|n|no|false|off)$/i.test(text);
}

/** The same for YAML, and another text. */
export function respelled(flag: string): string {
  const isTrue = new RegExp(source, "i").test(flag);
  if (isTrue) return flag === "on" ? "yes" : "on";
  return flag === "off" ? "no" : "off";
}

/** A text where YAML wants true or false, as TypeScript has to ask for it. */
export function flagOf(text: Code): Code {
  return method({ kind: "regexp", source, flags: "i" }, "test", text);
}

/** The text that is asked about in {@link flagOf}. */
export function textOfFlag(code: Code): Code | undefined {
  if (code.kind !== "call" || code.callee.kind !== "member") return undefined;
  const { object } = code.callee;
  return object.kind === "regexp" && object.source === source ? code.args[0] : undefined;
}
