import { posix } from "node:path";
import type { DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import type { FileEntry, Repository } from "../../git/repository.ts";
import type { Dockerfile, DockerfileStage } from "../../plan/dockerfile/dockerfile.ts";
import { createDockerignore, readDockerignore } from "../../plan/dockerfile/dockerignore.ts";
import { unknownStage } from "../../plan/dockerfile/errors.ts";
import { findTarget } from "../../plan/dockerfile/find-stage.ts";
import { parseDockerfile } from "../../plan/dockerfile/parse-dockerfile.ts";
import type { HeldEntry } from "../../util/archive.ts";
import type { WorkTreeFiles } from "./added-files.ts";
import { dockerfileMissing } from "./errors.ts";

/** What the commit says about a Dockerfile image. */
export interface Recipe {
  /** From the root of the repository; "" for it. */
  readonly contextPath: string;
  /** From the root of the repository. */
  readonly dockerfilePath: string;
  /** Path in the context. */
  readonly dockerfileName: string;
  readonly dockerfile: Dockerfile;
  readonly target: DockerfileStage;
  /** Patterns of the .dockerignore. */
  readonly ignore: readonly string[];
  /** Paths in the context that it names although whoever builds must see them: the Dockerfile's, its own. */
  readonly hidden: readonly string[];
  /** What was read and is not as it is committed; paths in the context. */
  readonly uncommitted: readonly HeldEntry[];
}

/**
 * Reads the Dockerfile and the .dockerignore of the commit; of the work tree, where they need not be committed. Errors:
 * `DOCKERFILE.MISSING`, `.INVALID`, `.TARGET`.
 */
export async function readRecipe(
  image: DockerfileNode,
  repository: Repository,
  folder: string,
  workTree: Pick<WorkTreeFiles, "readUncommitted"> | undefined,
): Promise<Recipe> {
  const contextPath = cleanPath(posix.join("/", folder, image.context));
  const dockerfileName = cleanPath(posix.join("/", image.dockerfile));
  const dockerfilePath = cleanPath(posix.join("/", contextPath, dockerfileName));
  const uncommitted: HeldEntry[] = [];
  const read = async (path: string, pathInContext: string): Promise<string | undefined> => {
    const own = workTree?.readUncommitted(path);
    if (own === undefined) return readText(repository, path);
    const text = own.content?.toString();
    if (own.content !== undefined && text !== (await readText(repository, path)))
      uncommitted.push(fileOf(pathInContext, own.content, repository));
    return text;
  };
  const text = await read(dockerfilePath, dockerfileName);
  if (text === undefined) throw dockerfileMissing(image, dockerfilePath);
  const dockerfile = parseDockerfile(text, dockerfilePath);
  const target = findTarget(dockerfile, image.target);
  if (target === undefined) {
    const names = dockerfile.stages.flatMap(({ name }) => name ?? []);
    throw unknownStage(dockerfilePath, image.target ?? "", names, image);
  }
  const ignore = readDockerignore(
    (await read(`${dockerfilePath}.dockerignore`, `${dockerfileName}.dockerignore`)) ??
      (await read(cleanPath(posix.join("/", contextPath, ".dockerignore")), ".dockerignore")) ??
      "",
  );
  const { ignores } = createDockerignore(ignore);
  const hidden = [dockerfileName, ".dockerignore"].filter(ignores);
  return { contextPath, dockerfilePath, dockerfileName, dockerfile, target, ignore, hidden, uncommitted };
}

/** Of the commit's time, as all files of a context are. */
function fileOf(path: string, content: Buffer, { head }: Repository): HeldEntry {
  return { path, type: "file", mode: 0o644, uid: 0, gid: 0, modifiedUnix: head.timeUnix, content };
}

/** As many links as Linux follows. */
const maxLinks = 40;

async function readText(repository: Repository, path: string): Promise<string | undefined> {
  let at = path;
  for (let links = 0; links < maxLinks; links += 1) {
    const file = await findFile(repository, at);
    if (file === undefined) return undefined;
    for await (const { content } of repository.contents([file])) {
      if (file.mode !== "120000") return content.toString();
      at = cleanPath(posix.join("/", posix.dirname(at), content.toString()));
    }
  }
  return undefined;
}

async function findFile(repository: Repository, path: string): Promise<FileEntry | undefined> {
  const entry = await repository.entry(repository.head.id, path);
  if (entry === undefined || entry.mode === "040000" || entry.mode === "160000") return undefined;
  const files = await repository.files(repository.head.id, { add: path, includePaths: [], excludePaths: [] });
  return files.find((file) => file.path === path);
}

/** Without slashes around it; "" for the root. */
function cleanPath(path: string): string {
  return path.replace(/^\/+|\/+$/g, "");
}
