import { join } from "node:path";
import type { BuilderOptions } from "./builder.ts";
import { requireCommitted } from "./git/committed-files.ts";
import type { OpenedRepository } from "./git/open-repository.ts";
import { createFilterMatcher } from "./git/path-matcher.ts";
import type { ImportedFile } from "./import/imported-file.ts";
import { createImportFiles } from "./import-files.ts";

/**
 * Reads a werf.yaml and what lies around it from the commit, and sees that the work tree has the same. Errors: `WERF.*`, `YAML.*`,
 * `TEMPLATE.*`, `GITERMINISM.*`, `GRAPH.*`, `GIT.*`.
 */
export async function loadWerf(
  { file, environment, looseGiterminism = false }: BuilderOptions,
  repository: OpenedRepository | undefined,
): Promise<ImportedFile> {
  const files = createImportFiles(file, repository);
  const requireAllCommitted = async (): Promise<void> => {
    if (repository === undefined) return;
    const paths = files.requiredPaths().map((path) => join(repository.workTree, path));
    await requireCommitted(repository, paths);
  };
  const { importWerf } = await import("./import/werf/import-werf.ts");
  try {
    const imported = importWerf({
      file,
      environment,
      looseGiterminism,
      ...(repository === undefined ? {} : { commit: repository.head }),
      matchPaths: ({ includePaths, excludePaths }) =>
        createFilterMatcher({ add: "", includePaths, excludePaths }).matches,
      openFiles: files.open,
    });
    await requireAllCommitted();
    return imported;
  } catch (error) {
    // Who has corrected the file and not committed it must not be told of the mistake again.
    await requireAllCommitted();
    throw error;
  }
}
