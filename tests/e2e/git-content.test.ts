import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, type TestProject } from "../support/project.ts";

/** Everything under /app: type, mode, owner, group, path, link target or checksum. */
function listing(project: TestProject, reference: string | undefined): string[] {
  const script =
    'cd /app && find . | sort | while read -r p; do if [ -L "$p" ]; then echo "link $p $(readlink "$p")"; elif [ -d "$p" ]; then echo "dir $(stat -c "%a %u %g" "$p") $p"; else echo "file $(stat -c "%a %u %g" "$p") $p $(sha256sum < "$p" | cut -c1-8)"; fi; done';
  return project.inImage(reference, "sh", "-c", script).split("\n");
}

function createGitProject(git: string): TestProject {
  const project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").git(${git});
export default project("${project.name}");
`,
  });
  return project;
}

describe("what git says is what the image gets", () => {
  test("a patch gives the same files as an archive of the same commit", async () => {
    using project = createGitProject('{ add: "/src", to: "/app", owner: "node", group: "1000" }');
    const binary = (seed: number): Buffer =>
      Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * seed) % 256));
    project.write({
      "src/text.txt": "one\n",
      "src/binary.dat": binary(3),
      "src/deleted.txt": "x",
      "src/deep/er/deleted.txt": "x",
      "src/renamed-from.txt": "a text that is long enough to be seen as renamed\n",
      "src/script.sh": "#!/bin/sh\n",
      "src/becomes-dir": "file",
      "src/becomes-file/inner.txt": "x",
      "src/becomes-link": "file",
      "src/name with 'quotes' and \"spaces\".txt": "odd",
    });
    project.symlink("src/link", "text.txt");
    project.symlink("src/link-to-file", "text.txt");
    project.commit();
    await project.run();

    project.git("mv", "src/renamed-from.txt", "src/renamed-to.txt");
    project.remove(
      "src/deleted.txt",
      "src/deep",
      "src/becomes-dir",
      "src/becomes-file",
      "src/becomes-link",
      "src/link",
      "src/link-to-file",
    );
    project.write({
      "src/text.txt": "two\n",
      "src/binary.dat": binary(7),
      "src/becomes-dir/inner.txt": "inner",
      "src/becomes-file": "file now",
      "src/link-to-file": "a file now",
      "src/new/folder/file.txt": "new",
      "src/name with 'quotes' and \"spaces\".txt": "odd two",
    });
    project.symlink("src/link", "binary.dat");
    project.symlink("src/becomes-link", "text.txt");
    chmodSync(join(project.folder, "src/script.sh"), 0o755);
    project.commit();
    const patched = await project.run();
    expect(builtStages(patched)).toEqual(["gitLatestPatch"]);

    // The same commit without any stage to go on from.
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").fromCacheVersion("anew").git({ add: "/src", to: "/app", owner: "node", group: "1000" });
export default project("${project.name}");
`,
    });
    project.commit();
    const anew = await project.run();
    expect(builtStages(anew)).toEqual(["from", "gitArchive"]);
    const expected = listing(project, anew.images[0]?.reference);
    expect(listing(project, patched.images[0]?.reference)).toEqual(expected);
    expect(expected).toEqual(
      expect.arrayContaining([
        "dir 755 1000 1000 .",
        expect.stringMatching(/^file 755 1000 1000 \.\/script\.sh/),
        "link ./becomes-link text.txt",
      ]),
    );
  });

  test("uncommitted files never enter a build", async () => {
    using project = createGitProject('{ to: "/app" }');
    project.write({ "kept.txt": "committed" });
    project.commit();
    project.write({ "kept.txt": "changed", "untracked.txt": "x" });
    const report = await project.run();
    const reference = report.images[0]?.reference;
    expect(project.inImage(reference, "cat", "/app/kept.txt")).toBe("committed");
    expect(project.inImage(reference, "ls", "/app")).not.toContain("untracked.txt");
  });

  test("--dev builds the work tree and leaves HEAD, index and branches alone", async () => {
    using project = createGitProject('{ to: "/app" }');
    project.write({ "kept.txt": "committed", ".gitignore": "ignored.txt\n" });
    project.commit();
    project.write({ "kept.txt": "changed", "untracked.txt": "x", "ignored.txt": "x", "staged.txt": "x" });
    project.git("add", "staged.txt");
    const state = (): string[] => [
      project.git("rev-parse", "HEAD"),
      project.git("status", "--porcelain"),
      project.git("branch", "--list"),
      project.git("diff", "--cached"),
    ];
    const before = state();
    const report = await project.run("--dev");
    const names = project.inImage(report.images[0]?.reference, "ls", "/app").split("\n");
    expect(names).toEqual(["build.ts", "kept.txt", "staged.txt", "untracked.txt"]);
    expect(project.inImage(report.images[0]?.reference, "cat", "/app/kept.txt")).toBe("changed");
    expect(state()).toEqual(before);

    expect(builtStages(await project.run("--dev"))).toEqual([]);
    project.write({ "kept.txt": "changed again" });
    const again = await project.run("--dev");
    expect(builtStages(again)).toEqual(["gitLatestPatch"]);
    expect(project.inImage(again.images[0]?.reference, "cat", "/app/kept.txt")).toBe("changed again");
  });

  test("an uncommitted build.ts is an error that names the file", async () => {
    using project = createGitProject('{ to: "/app" }');
    const untracked = await project.builder("run");
    expect(untracked.exitCode).toBe(3);
    project.commit();
    project.write({ "build.ts": 'import { image } from "builder";\nexport const app = image("app").fromScratch();\n' });
    const modified = await project.builder("run");
    expect(modified.exitCode).toBe(3);
    expect(modified.stderr).toContain("build.ts");
    expect(modified.stderr).toContain("--dev");
  });

  test("a change of more than 1 MiB is a gitCache, the next small one a patch on it", async () => {
    using project = createGitProject('{ to: "/app" }');
    project.write({ "small.txt": "x" });
    project.commit();
    await project.run();
    project.write({ "large.txt": "0123456789abcdef".repeat(100_000) });
    project.commit();
    expect(builtStages(await project.run())).toEqual(["gitCache"]);
    project.write({ "small.txt": "y" });
    project.commit();
    const report = await project.run();
    expect(builtStages(report)).toEqual(["gitLatestPatch"]);
    expect(project.inImage(report.images[0]?.reference, "sh", "-c", "wc -c < /app/large.txt; cat /app/small.txt")).toBe(
      "1600000\ny",
    );
  });

  test("files of a submodule enter the image and are patched", async () => {
    using library = createProject();
    library.write({ "lib.txt": "lib 1" });
    library.commit();
    using project = createGitProject('{ to: "/app" }');
    project.git(
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "add",
      `file://${library.folder}`,
      "vendor/lib",
    );
    project.commit();
    const first = await project.run();
    expect(project.inImage(first.images[0]?.reference, "cat", "/app/vendor/lib/lib.txt")).toBe("lib 1");

    library.write({ "lib.txt": "lib 2" });
    library.commit();
    project.git("-C", "vendor/lib", "pull", "--quiet");
    project.commit();
    const second = await project.run();
    expect(builtStages(second)).toEqual(["gitLatestPatch"]);
    expect(project.inImage(second.images[0]?.reference, "cat", "/app/vendor/lib/lib.txt")).toBe("lib 2");
  });

  test("directories that the image already has keep their modes, and links to directories stay", async () => {
    using project = createGitProject('{ add: "/root", to: "/" }');
    project.write({ "root/tmp/file.txt": "x", "root/etc/app.conf": "x", "root/new/inner/file.txt": "x" });
    project.commit();
    const report = await project.run();
    const modes = project.inImage(
      report.images[0]?.reference,
      "stat",
      "-c",
      "%a",
      "/tmp",
      "/etc",
      "/new",
      "/new/inner",
    );
    expect(modes.split("\n")).toEqual(["1777", "755", "755", "755"]);
  });

  test("a folder that is no git repository builds what does not ask for git", async () => {
    using project = createProject();
    project.remove(".git");
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").install("echo no git > /made");
export default project("${project.name}");
`,
    });
    const report = await project.run();
    expect(project.inImage(report.images[0]?.reference, "cat", "/made")).toBe("no git");
  });
});
