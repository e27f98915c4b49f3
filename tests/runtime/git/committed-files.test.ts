import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { requireCommitted } from "../../../runtime/git/committed-files.ts";
import { openRepository } from "../../../runtime/git/open-repository.ts";
import { createGitRepo, type GitRepo, gitTestEnvironment } from "../../support/git-repo.ts";

const repos: GitRepo[] = [];
afterEach(() => {
  for (const repo of repos.splice(0)) repo.dispose();
});

function newRepo(): GitRepo {
  const repo = createGitRepo();
  repos.push(repo);
  return repo;
}

async function check(repo: GitRepo, paths: readonly string[], dev = false): Promise<void> {
  const opened = await openRepository({ path: repo.path, dev, allowUnshallow: false, env: gitTestEnvironment });
  try {
    await requireCommitted(
      opened!,
      paths.map((path) => join(repo.path, path)),
    );
  } finally {
    await opened?.close();
  }
}

it("names every file that is not committed, and what to do", async () => {
  const repo = newRepo();
  repo.commitFiles({ "build.ts": "1", "ok.ts": "2", link: "-> ok.ts" });
  repo.write("build.ts", "changed");
  repo.write("new file.ts", "x");
  repo.write("link", "-> build.ts");
  await expect(check(repo, ["build.ts", "ok.ts", "new file.ts", "link"])).rejects.toMatchObject({
    code: "GIT.UNCOMMITTED",
    message: "files are not committed: build.ts (modified), new file.ts (untracked), link (modified)",
    next: [
      "git add build.ts 'new file.ts' link && git commit",
      "add --dev to build the work tree as it is",
      "or allow it: project(…, { giterminism: { uncommittedFiles: … } })",
    ],
  });
});

it("accepts committed files, files elsewhere, and with --dev the work tree", async () => {
  const repo = newRepo();
  repo.commitFiles({ "build.ts": "1", link: "-> build.ts" });
  await check(repo, ["build.ts", "link", "../elsewhere.ts"]);
  repo.write("build.ts", "changed");
  repo.write("new.ts", "x");
  await check(repo, ["build.ts", "new.ts"], true);
});

it("accepts line ends that git converts", async () => {
  const repo = newRepo();
  repo.commitFiles({ ".gitattributes": "*.ts text eol=crlf\n", "build.ts": "1\r\n2\r\n" });
  expect(repo.git("cat-file", "-p", "HEAD:build.ts")).toBe("1\n2\n");
  await check(repo, ["build.ts"]);
});

it("sees a file that is staged but not committed", async () => {
  const repo = newRepo();
  repo.commitFiles({ "build.ts": "1" });
  repo.write("build.ts", "2");
  repo.git("add", "build.ts");
  await expect(check(repo, ["build.ts"])).rejects.toMatchObject({ code: "GIT.UNCOMMITTED" });
});
