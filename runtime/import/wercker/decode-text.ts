import { wrongYaml } from "./errors.ts";

/** The text of a file; `file` is for places. Error: `WERCKER.YAML` for what is no UTF-8. */
export function decodeText(content: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw wrongYaml("it is no UTF-8", { file, line: 1, column: 1 }, "Save the file as UTF-8.");
  }
}
