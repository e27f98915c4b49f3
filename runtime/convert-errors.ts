import { basename } from "node:path";
import { BuilderError } from "../sdk/errors/builder-error.ts";

/** Only files of other tools are imported. */
export function notForImport(file: string): BuilderError {
  return new BuilderError({
    code: "IMPORT.UNKNOWN_FILE",
    message: `${basename(file)} is neither a werf.yaml nor a wercker.yml`,
    next: ["Name the file that is to become a build.ts: builder import werf.yaml"],
  });
}
