import { Bug } from "../../sdk/errors/bug.ts";
import { BuilderError, isBuilderError } from "../../sdk/errors/builder-error.ts";
import { originsOf } from "../../sdk/errors/origin.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { RemoteGitNode } from "../../sdk/model/remote-git-node.ts";
import type { RemoteRepositories, Repository } from "../git/repository.ts";

/** Opens the repositories that the mappings of an image name by their url, all at the same time. */
export async function openRemotes(
  image: AnyImageNode,
  remotes: RemoteRepositories | undefined,
): Promise<ReadonlyMap<GitMappingNode, Repository> | undefined> {
  if (image.kind !== "image" || image.git.every((mapping) => mapping.remote === undefined)) return undefined;
  if (remotes === undefined) throw new Bug(`${image.name} needs other repositories, and nothing can open them`);
  const opened = image.git.map(async (mapping) =>
    mapping.remote === undefined ? [] : [[mapping, await open(remotes, mapping, mapping.remote)] as const],
  );
  return new Map((await Promise.all(opened)).flat());
}

/** What goes wrong is shown at the mapping in build.ts. */
function open(remotes: RemoteRepositories, mapping: GitMappingNode, remote: RemoteGitNode): Promise<Repository> {
  return remotes.open(remote).catch((error: unknown) => {
    throw isBuilderError(error)
      ? new BuilderError({ ...error.toDiagnostic(), where: originsOf(mapping), cause: error })
      : error;
  });
}
