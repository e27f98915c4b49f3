import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real git repository in a temporary folder. */
export interface GitRepo {
  readonly path: string;
  git(...args: string[]): string;
  /** Writes a file; a string that starts with `-> ` makes a symlink. */
  write(path: string, content: string | Buffer): void;
  makeExecutable(path: string): void;
  remove(path: string): void;
  /** Adds everything and commits it; returns the commit's id. */
  commit(message?: string): string;
  /** Writes files and commits them. */
  commitFiles(files: Readonly<Record<string, string | Buffer>>): string;
  dispose(): void;
}

/** The same for everybody: no settings of the user or the machine, and a clock that stands still. */
export const gitTestEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_AUTHOR_DATE: "1700000000 +0300",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_COMMITTER_DATE: "1700000000 +0300",
  GIT_ALLOW_PROTOCOL: "file",
};

/** A new folder under the system's temporary folder, by its real path. */
export function makeTemporaryFolder(prefix = "builder-test-"): string {
  return realpathSync(mkdtempSync(join(tmpdir(), prefix)));
}

export function createGitRepo(): GitRepo {
  const repo = openGitRepo(makeTemporaryFolder());
  repo.git("init", "--quiet", "--initial-branch=main");
  return repo;
}

/** The repository that is at a path already, a clone or a linked work tree. */
export function openGitRepo(path: string): GitRepo {
  const git = (...args: string[]): string =>
    execFileSync("git", args, {
      cwd: path,
      env: gitTestEnvironment,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
    });
  const write = (name: string, content: string | Buffer): void => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    const isSymlink = typeof content === "string" && content.startsWith("-> ");
    if (isSymlink || lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(file, { force: true });
    if (isSymlink) symlinkSync(content.slice(3), file);
    else writeFileSync(file, content);
  };
  const commit = (message = "a commit"): string => {
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD").trim();
  };
  return {
    path,
    git,
    write,
    makeExecutable: (name) => chmodSync(join(path, name), 0o755),
    remove: (name) => rmSync(join(path, name), { recursive: true }),
    commit,
    commitFiles(files) {
      for (const [name, content] of Object.entries(files)) write(name, content);
      return commit();
    },
    dispose: () => rmSync(path, { recursive: true, force: true }),
  };
}
