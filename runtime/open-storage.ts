import type { Engine, RegistryCredentials } from "./engine/engine.ts";
import type { ResolvedRepositories } from "./repository-options.ts";
import { createEngineLocalStorage } from "./storage/engine-local-storage.ts";
import { createRegistryClient } from "./storage/registry/create-registry-client.ts";
import { parseRepository, type Repository } from "./storage/registry/image-reference.ts";
import type { RegistryClient } from "./storage/registry/registry-client.ts";
import { rememberChallenges } from "./storage/registry/remembered-challenges.ts";
import { createImageCache } from "./storage/registry/stages/image-cache.ts";
import { createRegistryStorage } from "./storage/registry/stages/registry-storage.ts";
import type { StageStorage } from "./storage/storage.ts";

export interface StorageSettings {
  readonly engine: Engine;
  readonly project: string;
  readonly repositories: ResolvedRepositories;
  readonly credentials: RegistryCredentials;
  readonly cacheDirectory: string;
}

/** Where the stages of a run are. To be closed after use. */
export interface OpenedStorage {
  readonly storage: StageStorage;
  /** What the stages are reached by, where they are in a registry. */
  readonly registry?: OpenedRegistry;
  close(): Promise<void>;
}

export interface OpenedRegistry {
  readonly client: RegistryClient;
  /** Of `--repo`. */
  readonly repository: Repository;
  /** The tags as they were listed last; asks only where they never were. */
  readonly tags: (signal: AbortSignal) => Promise<readonly string[]>;
}

/** Chooses where the stages are kept: in the engine, or in a registry. Nothing is asked of either. */
export async function openStorage(settings: StorageSettings): Promise<OpenedStorage> {
  const { engine, project, repositories, cacheDirectory } = settings;
  const { repo } = repositories;
  if (repo === undefined) return { storage: createEngineLocalStorage({ engine, project }), close: async () => {} };
  const { client, close } = await openClient(settings);
  const repository = parseRepository(repo);
  const cache = createImageCache(cacheDirectory, repository);
  let tags: readonly string[] | undefined;
  const onTags = (listed: readonly string[]): void => {
    tags = listed;
  };
  return {
    storage: createRegistryStorage({ client, repository, engine, cache, onTags }),
    registry: { client, repository, tags: async (signal) => tags ?? (await client.tags(repository, signal)) },
    close,
  };
}

async function openClient({
  credentials,
  cacheDirectory,
  repositories,
}: StorageSettings): Promise<{ readonly client: RegistryClient; close(): Promise<void> }> {
  const { challenges, save } = await rememberChallenges(cacheDirectory);
  const security = Object.fromEntries(repositories.insecureRegistries.map((host) => [host, "plain"] as const));
  const client = createRegistryClient({ credentials, challenges, security });
  return {
    client,
    async close() {
      client.close();
      await save();
    },
  };
}
