import { afterEach, expect, test } from "vitest";
import { readHistory } from "../../../runtime/git/history.ts";
import {
  createGitRepo,
  type GitRepo,
  gitTestEnvironment,
  makeTemporaryFolder,
  openGitRepo,
} from "../../support/git-repo.ts";

const repos: GitRepo[] = [];
afterEach(() => {
  for (const repo of repos.splice(0)) repo.dispose();
});

function newRepo(): GitRepo {
  const repo = createGitRepo();
  repos.push(repo);
  return repo;
}

function cloneOf(origin: GitRepo, ...args: string[]): GitRepo {
  const folder = makeTemporaryFolder();
  origin.git("clone", "--quiet", ...args, `file://${origin.path}`, folder);
  const clone = openGitRepo(folder);
  repos.push(clone);
  return clone;
}

const read = ({ path }: GitRepo, branches: "origin" | "local", mayFetch = true) =>
  readHistory({ folder: path, branches, mayFetch, env: gitTestEnvironment, signal: new AbortController().signal });

const namesOf = async (repo: GitRepo, branches: "origin" | "local", mayFetch = true) =>
  (await read(repo, branches, mayFetch)).references.map(({ type, name, commit }) => `${type} ${name} ${commit}`).sort();

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "it worked",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

test("branches and tags, those of a tag object with its own time, and all commits with their parents", async () => {
  const repo = newRepo();
  const first = repo.commitFiles({ a: "1" });
  repo.git("tag", "light");
  repo.git("-c", "user.name=a", "tag", "--annotate", "-m", "x", "v1");
  repo.git("checkout", "--quiet", "-b", "team/feature-one");
  const second = repo.commitFiles({ a: "2" });
  const history = await read(repo, "local");
  expect(history.references).toEqual([
    { type: "branch", name: "main", commit: first, timeUnix: 1_700_000_000 },
    { type: "branch", name: "team/feature-one", commit: second, timeUnix: 1_700_000_000 },
    { type: "tag", name: "light", commit: first, timeUnix: 1_700_000_000 },
    { type: "tag", name: "v1", commit: first, timeUnix: 1_700_000_000 },
  ]);
  expect([history.commit(second), history.commit(first), history.commit("0".repeat(40))]).toEqual([
    { parents: [first], timeUnix: 1_700_000_000 },
    { parents: [], timeUnix: 1_700_000_000 },
    undefined,
  ]);
});

test("of a clone the branches of origin count, as they are there now", async () => {
  const origin = newRepo();
  const first = origin.commitFiles({ a: "1" });
  origin.git("branch", "old");
  const clone = cloneOf(origin);
  clone.git("checkout", "--quiet", "-b", "mine");
  const mine = clone.commitFiles({ b: "1" });
  origin.git("branch", "-D", "old");
  origin.git("branch", "new");
  origin.git("tag", "v1");
  expect(await namesOf(clone, "origin", false)).toEqual([`branch main ${first}`, `branch old ${first}`]);
  expect(await namesOf(clone, "origin")).toEqual([`branch main ${first}`, `branch new ${first}`, `tag v1 ${first}`]);
  expect(await namesOf(clone, "local")).toEqual([
    `branch main ${first}`,
    `branch mine ${mine}`,
    `branch new ${first}`,
    `tag v1 ${first}`,
  ]);
});

test("a tag that was moved at origin stays as it is here", async () => {
  const origin = newRepo();
  const first = origin.commitFiles({ a: "1" });
  origin.git("tag", "v1");
  const clone = cloneOf(origin);
  const second = origin.commitFiles({ a: "2" });
  origin.git("tag", "--force", "v1");
  origin.git("tag", "v2");
  expect(await namesOf(clone, "origin")).toEqual([`branch main ${second}`, `tag v1 ${first}`, `tag v2 ${second}`]);
});

test("a shallow clone is completed, or refused where that is not possible", async () => {
  const origin = newRepo();
  const first = origin.commitFiles({ a: "1" });
  const second = origin.commitFiles({ a: "2" });
  const clone = cloneOf(origin, "--depth", "1");
  expect(await codeOf(read(clone, "origin", false))).toBe("GIT.INCOMPLETE_HISTORY");
  expect((await read(clone, "origin")).commit(second)).toEqual({ parents: [first], timeUnix: 1_700_000_000 });
});

test("an origin that does not answer is an error, since old references would remove what is needed", async () => {
  const origin = newRepo();
  origin.commitFiles({ a: "1" });
  const clone = cloneOf(origin);
  clone.git("remote", "set-url", "origin", "file:///nowhere/at/all");
  expect(await codeOf(read(clone, "origin"))).toBe("GIT.FETCH_FAILED");
});
