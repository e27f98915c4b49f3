import type { Origin } from "../errors/origin.ts";
import type { CommandLine } from "./docker-instructions-node.ts";
import type { JsonReader } from "./json-reader.ts";
import { createSecretNode, type TextNode } from "./text-node.ts";

/** A command line: one text, or a list of words. */
export function decodeCommandLine(reader: JsonReader): CommandLine {
  return reader.isString() ? reader.string() : reader.strings();
}

/** A text, or the name of a secret. */
export function decodeText(reader: JsonReader): TextNode {
  if (reader.isString()) return reader.string();
  reader.allowMembers(["kind", "name"]).member("kind").oneOf(["secret"]);
  return createSecretNode(reader.member("name").string());
}

/** The member `origin`, as the fields of a node. */
export function decodeOrigin(reader: JsonReader): { readonly origin?: Origin } {
  return reader.optional("origin", (origin) => {
    origin.allowMembers(["file", "line", "column"]);
    return {
      origin: {
        file: origin.member("file").string(),
        line: origin.member("line").number(),
        column: origin.member("column").number(),
      },
    };
  });
}
