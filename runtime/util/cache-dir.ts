import { homedir } from "node:os";
import { join } from "node:path";

/** Environment variables as given to the process; read in one place and handed down. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where builder keeps what it can make again: `BUILDER_CACHE_DIR`, else `$XDG_CACHE_HOME/builder`, else `~/.cache/builder`.
 * The directory need not exist.
 */
export function cacheDir(environment: Environment): string {
  if (environment.BUILDER_CACHE_DIR) return environment.BUILDER_CACHE_DIR;
  return join(environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), ".cache"), "builder");
}

/** Where layers are kept while they are made; the name of each begins with the id of its run. */
export function layerFolder(environment: Environment): string {
  return join(cacheDir(environment), "layers");
}
