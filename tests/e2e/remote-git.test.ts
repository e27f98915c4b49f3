import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { startGitHttpServer } from "../support/git-http-server.ts";
import { createGitRepo, makeTemporaryFolder } from "../support/git-repo.ts";
import { builtStages, createProject, docker, reasonOf } from "../support/project.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function serveLibrary() {
  const library = createGitRepo();
  ends.push(() => library.dispose());
  const server = await startGitHttpServer({
    folder: library.path,
    credentials: { username: "ci", password: "git-pass-4711" },
  });
  ends.push(() => server.close());
  return { library, url: `${server.url}/.git` };
}

function createOwnProject() {
  return createProject({
    GIT_PASSWORD: "git-pass-4711",
    XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? makeTemporaryFolder(),
  });
}

describe("files of another repository", () => {
  test("reach the image, and a new commit there patches the image or rebuilds the stage that depends on it", async () => {
    const { library, url } = await serveLibrary();
    const first = library.commitFiles({ "lib/lock.json": "lock 1", "lib/code.txt": "one", "doc.txt": "x" });
    using project = createOwnProject();
    project.write({
      "own.txt": "own",
      "build.ts": `import { image, project } from "builder";
export const app = image("app")
  .from("${testBase}")
  .git({
    url: "${url}", branch: "main", add: "/lib", to: "/lib", stageDependencies: { install: "lock.json" },
    basicAuth: { username: "ci", password: { env: "GIT_PASSWORD" } },
  })
  .git({ add: "/own.txt", to: "/own.txt" })
  .install("cat /lib/lock.json /own.txt > /installed");
export default project("${project.name}", { giterminism: { gitBranch: true } });
`,
    });
    project.commit();
    const built = await project.run();
    expect(builtStages(built)).toEqual(["from", "gitArchive", "install"]);
    const reference = built.images[0]?.reference ?? "";
    expect(project.inImage(reference, "cat", "/installed", "/lib/code.txt")).toBe("lock 1ownone");
    const labels: Record<string, string> = JSON.parse(docker("inspect", reference))[0].Config.Labels;
    const commits = Object.entries(labels).filter(([name]) => /^werf-git-[0-9a-f]{64}-commit$/.test(name));
    expect(commits.map(([, commit]) => commit).sort()).toEqual([first, project.git("rev-parse", "HEAD")].sort());
    expect(builtStages(await project.run())).toEqual([]);

    library.commitFiles({ "doc.txt": "not mapped" });
    expect(builtStages(await project.run())).toEqual([]);

    library.commitFiles({ "lib/code.txt": "two" });
    const patched = await project.run();
    expect(builtStages(patched)).toEqual(["gitLatestPatch"]);
    expect(reasonOf(patched, "gitLatestPatch")).toContain("lib/code.txt");
    expect(project.inImage(patched.images[0]?.reference, "cat", "/lib/code.txt")).toBe("two");

    library.commitFiles({ "lib/lock.json": "lock 2" });
    const rebuilt = await project.run();
    expect(builtStages(rebuilt)).toEqual(["install"]);
    expect(reasonOf(rebuilt, "install")).toContain("lib/lock.json changed");
    expect(project.inImage(rebuilt.images[0]?.reference, "cat", "/installed", "/lib/code.txt")).toBe("lock 2owntwo");
  });

  test("come from scratch after the other repository's history was rewritten", async () => {
    const { library, url } = await serveLibrary();
    library.commitFiles({ "a.txt": "one" });
    using project = createOwnProject();
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").git({
  url: "${url}", branch: "main", to: "/lib", basicAuth: { username: "ci", password: { env: "GIT_PASSWORD" } },
});
export default project("${project.name}", { giterminism: { gitBranch: true } });
`,
    });
    project.commit();
    await project.run();
    library.write("a.txt", "rewritten");
    library.git("commit", "--quiet", "--all", "--amend", "-m", "rewritten");
    const report = await project.run();
    expect(builtStages(report)).toEqual(["gitArchive"]);
    expect(project.inImage(report.images[0]?.reference, "cat", "/lib/a.txt")).toBe("rewritten");
  });

  test("show their password nowhere: not in the graph's output, a process list, the image or an error", async () => {
    const { library, url } = await serveLibrary();
    library.commitFiles({ "a.txt": "one" });
    using project = createOwnProject();
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").git({
  url: "${url}/nothing", tag: "v1", to: "/lib", basicAuth: { username: "ci", password: { env: "GIT_PASSWORD" } },
});
export default project("${project.name}");
`,
    });
    project.commit();
    const result = await project.builder("run");
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(`the git repository ${url}/nothing cannot be fetched`);
    expect(result.stderr).toContain("build.ts:2");
    expect(result.stderr).not.toContain("git-pass-4711");
    const graph = await project.builder("graph", "--format", "json");
    expect(graph.exitCode).toBe(0);
    expect(graph.stdout).not.toContain("git-pass-4711");
    expect(execFileSync("ps", ["axww"], { encoding: "utf8" })).not.toContain("git-pass-4711");
  });
});
