import type { BuilderOptions } from "./builder.ts";
import type { OpenedRepository } from "./git/open-repository.ts";
import type { ImportedFile } from "./import/imported-file.ts";
import { type OpenedWerf, openWerf } from "./open-werf.ts";

/**
 * Reads a werf.yaml and what lies around it from the commit, and sees that the work tree has the same. Errors: `WERF.*`, `YAML.*`,
 * `TEMPLATE.*`, `GITERMINISM.*`, `GRAPH.*`, `GIT.*`.
 */
export async function loadWerf(
  options: BuilderOptions,
  repository: OpenedRepository | undefined,
): Promise<ImportedFile> {
  return readCommitted(await openWerf(options, repository), {});
}

/** The same of a file that is open. */
export async function readCommitted(opened: OpenedWerf, how: Parameters<OpenedWerf["read"]>[0]): Promise<ImportedFile> {
  try {
    const imported = opened.read(how);
    await opened.requireCommitted();
    return imported;
  } catch (error) {
    // Who has corrected the file and not committed it must not be told of the mistake again.
    await opened.requireCommitted();
    throw error;
  }
}
