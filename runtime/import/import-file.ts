import type { ImportRequest } from "./import-request.ts";
import type { ImportedFile } from "./imported-file.ts";
import { importWerf } from "./werf/import-werf.ts";

/** Reads a configuration of another tool, told apart by its name; a file of no known name is read as a werf.yaml. */
export function importFile(request: ImportRequest): ImportedFile {
  return importWerf(request);
}
