import { finished, type Readable } from "node:stream";
import { kindConflict } from "../errors.ts";
import type { DockerClient } from "./client.ts";

/**
 * Unpacks a tar stream in a container. The stream's own failure is what rejects, not the broken request that follows from
 * it, and a stream that is closed before its end ends the request too.
 */
export async function sendArchive(
  client: DockerClient,
  containerId: string,
  tar: Readable,
  path: string,
  { keepsKinds = false }: { readonly keepsKinds?: boolean } = {},
): Promise<void> {
  let broken: Error | undefined;
  const given = new AbortController();
  const forget = finished(tar, (error) => {
    if (!error) return;
    broken = error;
    given.abort();
  });
  try {
    await client.call(`putting files at ${path}`, (docker) =>
      docker
        .getContainer(containerId)
        .putArchive(tar, { path, ...(keepsKinds ? { noOverwriteDirNonDir: "1" } : {}), abortSignal: given.signal }),
    );
  } catch (error) {
    if (broken === undefined && keepsKinds && isKindConflict(error)) throw kindConflict(path, error);
    throw broken ?? error;
  } finally {
    forget();
    tar.destroy();
  }
}

/** The engine has no code for it; these are its words since 1.8. */
function isKindConflict(error: unknown): boolean {
  return (
    error instanceof Error &&
    /cannot overwrite (?:directory|non-directory)/.test(`${error.message} ${String(error.cause)}`)
  );
}
