import { join } from "node:path";
import { openRepository } from "../../runtime/git/open-repository.ts";
import { createFilterMatcher } from "../../runtime/git/path-matcher.ts";
import type { ImportedFile } from "../../runtime/import/imported-file.ts";
import { importWerf } from "../../runtime/import/werf/import-werf.ts";
import { createImportFiles } from "../../runtime/import-files.ts";
import { gitTestEnvironment } from "./git-repo.ts";

interface ImportOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly looseGiterminism?: boolean;
}

/** Imports a werf.yaml from the commit of a repository. */
export async function importWerfFile(
  folder: string,
  config = "werf.yaml",
  { env = {}, looseGiterminism = false }: ImportOptions = {},
): Promise<ImportedFile> {
  const file = join(folder, config);
  const repository = await openRepository({ path: folder, dev: false, allowUnshallow: false, env: gitTestEnvironment });
  if (repository === undefined) throw new Error(`${folder} is in no repository`);
  try {
    const { open } = createImportFiles(file, repository);
    return importWerf({
      file,
      environment: env,
      looseGiterminism,
      commit: repository.head,
      matchPaths: ({ includePaths, excludePaths }) =>
        createFilterMatcher({ add: "", includePaths, excludePaths }).matches,
      openFiles: open,
    });
  } finally {
    await repository.close();
  }
}
