import { join } from "node:path";
import type { BuilderOptions } from "./builder.ts";
import { requireCommitted } from "./git/committed-files.ts";
import type { OpenedRepository } from "./git/open-repository.ts";
import { createFilterMatcher } from "./git/path-matcher.ts";
import type { ImportRequest } from "./import/import-request.ts";
import type { ImportedFile } from "./import/imported-file.ts";
import { createImportFiles } from "./import-files.ts";

/** A werf.yaml and what lies around it in the commit, to be read any number of times. */
export interface OpenedWerf {
  /** Errors: `WERF.*`, `YAML.*`, `TEMPLATE.*`, `GITERMINISM.*`, `GRAPH.*`. */
  read(how: Partial<Pick<ImportRequest, "environment" | "probe" | "fixed" | "known">>): ImportedFile;
  /** Sees that the work tree has what was read. Errors: `GIT.*`. */
  requireCommitted(): Promise<void>;
}

export async function openWerf(
  { file, environment, looseGiterminism = false }: BuilderOptions,
  repository: OpenedRepository | undefined,
): Promise<OpenedWerf> {
  const files = createImportFiles(file, repository);
  const { importWerf } = await import("./import/werf/import-werf.ts");
  return {
    read: (how) =>
      importWerf({
        file,
        environment,
        looseGiterminism,
        ...(repository === undefined ? {} : { commit: repository.head }),
        matchPaths: ({ includePaths, excludePaths }) =>
          createFilterMatcher({ add: "", includePaths, excludePaths }).matches,
        openFiles: files.open,
        ...how,
      }),
    async requireCommitted() {
      if (repository === undefined) return;
      const paths = files.requiredPaths().map((path) => join(repository.workTree, path));
      await requireCommitted(repository, paths);
    },
  };
}
