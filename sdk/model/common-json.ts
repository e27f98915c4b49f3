import type { CommandLine } from "./docker-instructions-node.ts";
import type { JsonReader } from "./json-reader.ts";
import { createSecretText, type TextNode } from "./text-node.ts";

/** A command line: one text, or a list of words. */
export function decodeCommandLine(reader: JsonReader): CommandLine {
  return reader.isString() ? reader.string() : reader.strings();
}

/** A text, or the name of a secret. */
export function decodeText(reader: JsonReader): TextNode {
  if (reader.isString()) return reader.string();
  reader.allowMembers(["kind", "name"]).member("kind").oneOf(["secret"]);
  return createSecretText(reader.member("name").string());
}
