import type { Engine, RegistryCredentials } from "./engine/engine.ts";
import type { EventListener } from "./report/events.ts";
import { repoMissing } from "./repository-errors.ts";
import type { ResolvedRepositories } from "./repository-options.ts";
import { createEngineLocalStorage } from "./storage/engine-local-storage.ts";
import { createRegistryClient } from "./storage/registry/create-registry-client.ts";
import { parseRepository, type Repository } from "./storage/registry/image-reference.ts";
import type { RegistryClient } from "./storage/registry/registry-client.ts";
import { rememberChallenges } from "./storage/registry/remembered-challenges.ts";
import { createEnginePublisher } from "./storage/registry/stages/engine-publisher.ts";
import { createImageCache } from "./storage/registry/stages/image-cache.ts";
import { createRegistryPublisher } from "./storage/registry/stages/registry-publisher.ts";
import { createRegistryStorage, type RegistryStorageOptions } from "./storage/registry/stages/registry-storage.ts";
import type { StagePlace } from "./storage/registry/stages/stage-place.ts";
import { withCaches } from "./storage/registry/stages/with-caches.ts";
import { withSecondaries } from "./storage/registry/stages/with-secondaries.ts";
import type { ImagePublisher, StageStorage } from "./storage/storage.ts";

export interface StorageSettings {
  readonly engine: Engine;
  readonly project: string;
  readonly repositories: ResolvedRepositories;
  readonly credentials: RegistryCredentials;
  readonly cacheDirectory: string;
  /** @default nobody listens */
  readonly onEvent?: EventListener;
}

/** Where the stages of a run are. To be closed after use. */
export interface OpenedStorage {
  readonly storage: StageStorage;
  /** Absent where nothing is to be handed on. */
  readonly publisher?: ImagePublisher;
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
  const { engine, project, repositories } = settings;
  requireTogether(repositories);
  const { repo, finalRepo } = repositories;
  if (repo !== undefined) return openRegistryStorage(settings, repo);
  const storage = createEngineLocalStorage({ engine, project });
  if (finalRepo === undefined) return { storage, close: async () => {} };
  const { client, close } = await openClient(settings);
  const { customTags } = repositories;
  const publisher = createEnginePublisher({ engine, client, to: parseRepository(finalRepo), customTags });
  return { storage, publisher, close };
}

async function openRegistryStorage(settings: StorageSettings, repo: string): Promise<OpenedStorage> {
  const { engine, cacheDirectory, repositories, onEvent = () => {} } = settings;
  const { client, close } = await openClient(settings);
  let tags: readonly string[] | undefined;
  const onTags = (listed: readonly string[]): void => {
    tags = listed;
  };
  const placeOf = (text: string, more: Partial<RegistryStorageOptions> = {}): StagePlace => {
    const repository = parseRepository(text);
    const cache = createImageCache(cacheDirectory, repository);
    return { repository, storage: createRegistryStorage({ client, repository, engine, cache, ...more }) };
  };
  const primary = placeOf(repo, { onTags });
  const { repository } = primary;
  const cached = withCaches({
    client,
    engine,
    primary,
    caches: repositories.cacheRepos.map((text) => placeOf(text)),
    onFailure: (cache, error) => onEvent({ kind: "note", text: `the cache ${cache} is passed over: ${textOf(error)}` }),
  });
  const secondaries = repositories.secondaryRepos.map((text) => placeOf(text));
  const storage =
    secondaries.length === 0
      ? cached.storage
      : withSecondaries(client, { repository, storage: cached.storage }, secondaries);
  return {
    storage,
    registry: { client, repository, tags: async (signal) => tags ?? (await client.tags(repository, signal)) },
    ...publisherOf(repositories, client, repository),
    async close() {
      await cached.filled();
      await close();
    },
  };
}

function publisherOf(
  { finalRepo, customTags }: ResolvedRepositories,
  client: RegistryClient,
  from: Repository,
): { readonly publisher?: ImagePublisher } {
  if (finalRepo === undefined && customTags.length === 0) return {};
  const to = finalRepo === undefined ? from : parseRepository(finalRepo);
  return { publisher: createRegistryPublisher({ client, from, to, customTags }) };
}

/** Flags that mean nothing without another one are mistakes. */
function requireTogether({ repo, finalRepo, secondaryRepos, cacheRepos, customTags }: ResolvedRepositories): void {
  if (repo !== undefined) return;
  if (secondaryRepos.length > 0) throw repoMissing("--secondary-repo");
  if (cacheRepos.length > 0) throw repoMissing("--cache-repo");
  if (customTags.length > 0 && finalRepo === undefined) throw repoMissing("--add-custom-tag");
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
