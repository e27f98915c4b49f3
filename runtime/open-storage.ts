import type { Engine, RegistryCredentials } from "./engine/engine.ts";
import type { EventListener } from "./report/events.ts";
import { repoMissing } from "./repository-errors.ts";
import type { ResolvedRepositories } from "./repository-options.ts";
import { createEngineLocalStorage } from "./storage/engine-local-storage.ts";
import type { Repository } from "./storage/registry/image-reference.ts";
import type { RegistryClient } from "./storage/registry/registry-client.ts";
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
  const storage = createEngineLocalStorage({ engine, project });
  if (repo === undefined && finalRepo === undefined) return { storage, close: async () => {} };
  // Loaded only where there is a registry: as much code as all that a run with nothing to do needs besides.
  const { openRegistryStorage, openFinalRepository } = await import("./open-registry-storage.ts");
  if (repo !== undefined) return openRegistryStorage(settings, repo);
  return { storage, ...(await openFinalRepository(settings, finalRepo ?? "")) };
}

/** Flags that mean nothing without another one are mistakes. */
function requireTogether({ repo, finalRepo, secondaryRepos, cacheRepos, customTags }: ResolvedRepositories): void {
  if (repo !== undefined) return;
  if (secondaryRepos.length > 0) throw repoMissing("--secondary-repo");
  if (cacheRepos.length > 0) throw repoMissing("--cache-repo");
  if (customTags.length > 0 && finalRepo === undefined) throw repoMissing("--add-custom-tag");
}
