import type { OpenedStorage, StorageSettings } from "./open-storage.ts";
import type { ResolvedRepositories } from "./repository-options.ts";
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
import type { ImagePublisher } from "./storage/storage.ts";

/** The stages are in the registry of `--repo`, with those of the other repositories beside them. */
export async function openRegistryStorage(settings: StorageSettings, repo: string): Promise<OpenedStorage> {
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

/** Where the stages stay in the engine, and only finished images go to a registry. */
export async function openFinalRepository(
  settings: StorageSettings,
  finalRepo: string,
): Promise<Pick<OpenedStorage, "publisher" | "close">> {
  const { engine, repositories } = settings;
  const { client, close } = await openClient(settings);
  const { customTags } = repositories;
  return { publisher: createEnginePublisher({ engine, client, to: parseRepository(finalRepo), customTags }), close };
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
