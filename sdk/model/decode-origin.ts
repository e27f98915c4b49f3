import type { Origin } from "../errors/origin.ts";
import type { JsonReader } from "./json-reader.ts";

/** Where a node was written, if it says so. */
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
