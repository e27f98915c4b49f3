import { existsSync } from "node:fs";
import { join } from "node:path";
import { Bug } from "../../sdk/errors/bug.ts";
import type { CommitObject } from "./commit-object.ts";
import { submoduleMissing } from "./errors.ts";
import { type GitDirectory, openGitDirectory } from "./git-directory.ts";
import type { ObjectId } from "./repository.ts";

/** A commit and where its files lie: at the root, or at the path of a submodule. */
export interface Checkout {
  readonly directory: GitDirectory;
  readonly commit: CommitObject;
  /** Path of the submodule from the root of the outermost repository; "" for that itself. */
  readonly path: string;
}

/** Finds the objects of submodules, which lie in git directories of their own. */
export interface Submodules {
  /** The submodule at a path (from the outermost root) of a checkout; undefined when its commit is not in this clone. */
  find(parent: Checkout, path: string, commit: ObjectId): Promise<Checkout | undefined>;
  /** The same; throws `GIT.SUBMODULE_MISSING`. */
  open(parent: Checkout, path: string, commit: ObjectId): Promise<Checkout>;
  /** Where the objects are of a submodule that was opened before. */
  directoryOf(path: string): GitDirectory;
  close(): Promise<void>;
}

interface SubmodulesOptions {
  /** Where the submodules of the outermost repository may have their git directories. */
  readonly gitDirs: readonly string[];
  readonly workTree: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

export function createSubmodules({ gitDirs, workTree, env, signal }: SubmodulesOptions): Submodules {
  const directories = new Map<string, GitDirectory>();
  const directoriesBySubmodule = new Map<string, GitDirectory>();
  const namesByCommit = new Map<ObjectId, Promise<ReadonlyMap<string, string>>>();

  function directoryAt(path: string): GitDirectory {
    const directory = directories.get(path) ?? openGitDirectory({ path, env, signal });
    directories.set(path, directory);
    return directory;
  }

  function namesOf(parent: Checkout): Promise<ReadonlyMap<string, string>> {
    const names = namesByCommit.get(parent.commit.id) ?? readNames(parent);
    namesByCommit.set(parent.commit.id, names);
    return names;
  }

  async function find(parent: Checkout, path: string, commit: ObjectId): Promise<Checkout | undefined> {
    const inParent = parent.path === "" ? path : path.slice(parent.path.length + 1);
    const name = (await namesOf(parent)).get(inParent) ?? inParent;
    const parents = parent.path === "" ? gitDirs : [parent.directory.path];
    const candidates = [...parents.map((dir) => join(dir, "modules", name)), join(workTree, path, ".git")];
    for (const candidate of candidates) {
      if (!existsSync(join(candidate, "HEAD"))) continue;
      const directory = directoryAt(candidate);
      const found = await directory.commit(commit);
      if (found === undefined) continue;
      directoriesBySubmodule.set(path, directory);
      return { directory, commit: found, path };
    }
    return undefined;
  }

  return {
    find,
    async open(parent, path, commit) {
      const found = await find(parent, path, commit);
      if (found === undefined) throw submoduleMissing(path, commit);
      return found;
    },
    directoryOf(path) {
      const directory = directoriesBySubmodule.get(path);
      if (directory === undefined) throw new Bug(`files of the submodule ${path}, which was never opened`);
      return directory;
    },
    async close() {
      await Promise.all([...directories.values()].map((directory) => directory.close()));
    },
  };
}

/** Path of each submodule → its name, which names its git directory (they differ once a submodule was moved). */
async function readNames({ directory, commit }: Checkout): Promise<ReadonlyMap<string, string>> {
  const file = (await directory.tree(commit.tree)).find(({ name }) => name === ".gitmodules");
  if (file === undefined) return new Map();
  const keys = ["config", "-z", `--blob=${file.id}`, "--get-regexp", "^submodule\\..*\\.path$"];
  const settings = (await directory.run(keys)).toString().split("\0").filter(Boolean);
  const names = settings.map((setting): [string, string] => {
    const [key = "", path = ""] = setting.split("\n", 2);
    return [path, key.slice("submodule.".length, -".path".length)];
  });
  // git refuses such names too: they would lead out of the git directory.
  return new Map(names.filter(([, name]) => !name.split("/").includes("..")));
}
