import { openRepository } from "../../runtime/git/open-repository.ts";
import type { Repository } from "../../runtime/git/repository.ts";
import { getProfile } from "../../runtime/plan/digest-profile.ts";
import type { StageContext } from "../../runtime/stages/stage.ts";
import { type GitRepo, gitTestEnvironment } from "./git-repo.ts";
import { imageNode } from "./image-node.ts";

/** What a stage sees of an image that has no stage before it. */
export function stageContext(some: Partial<StageContext> = {}): StageContext {
  return {
    image: imageNode(),
    profile: getProfile("builder"),
    previousLabels: {},
    needed: new Map(),
    importChecksum: async () => undefined,
    triggersOf: async () => [],
    onWarning: () => {},
    ...some,
  };
}

/** Opens the repository at its HEAD, and closes it after use. */
export async function withRepository<T>(repo: GitRepo, use: (repository: Repository) => Promise<T>): Promise<T> {
  const options = { path: repo.path, dev: false, allowUnshallow: false, env: gitTestEnvironment };
  const repository = await openRepository(options);
  if (repository === undefined) throw new Error(`${repo.path} is no repository`);
  try {
    return await use(repository);
  } finally {
    await repository.close();
  }
}
