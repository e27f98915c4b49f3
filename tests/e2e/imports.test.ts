import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, docker, reasonOf, referenceOf, type TestProject } from "../support/project.ts";

/** A project whose build.ts has these images; `base` is the base image of the tests. */
function projectOf(images: string, options = ""): TestProject {
  const project = createProject();
  const write = (text: string): void =>
    project.write({
      "build.ts": `import { artifact, image, project } from "builder";
const base = ${JSON.stringify(testBase)};
${text}
export default project("${project.name}"${options});
`,
    });
  write(images);
  project.commit();
  return project;
}

function rewrite(project: TestProject, change: (text: string) => string): void {
  const text = project.git("show", "HEAD:build.ts");
  project.write({ "build.ts": change(text) });
  project.commit();
}

/** Type, mode, owner and content of everything below a path of an image. */
function listing(project: TestProject, reference: string | undefined, path: string): string[] {
  const script = `cd ${path} && find . | sort | while read -r p; do if [ -L "$p" ]; then echo "link $p $(readlink "$p")"; elif [ -d "$p" ]; then echo "dir $(stat -c "%a %u:%g" "$p") $p"; else echo "file $(stat -c "%a %u:%g" "$p") $p $(cat "$p")"; fi; done`;
  return project.inImage(reference, "sh", "-c", script).split("\n");
}

/** The names in the root of an image of one layer, as `docker save` writes it. */
function topLevel(reference: string | undefined): string[] {
  const script =
    'tar -xO --wildcards "*/layer.tar" 2> /dev/null | tar -t --ignore-zeros | sed "s,^\\(\\.*/\\)*,," | cut -d/ -f1 | grep . | sort -u';
  return execFileSync("sh", ["-c", `docker save ${reference} | ${script}`], { encoding: "utf8" })
    .trim()
    .split("\n");
}

describe("imports", () => {
  test("files arrive with modes, owners, links and empty directories, at every place between the stages", async () => {
    using project = projectOf(`
const made = artifact("made").from(base).setup(
  "mkdir -p /out/deep/er /out/empty && cd /out && echo text > deep/er/file && chmod 640 deep/er/file && chown 1000:1000 deep/er/file",
  "cd /out && echo run > tool && chmod 4755 tool && ln -s deep/er/file link && ln -s /nowhere broken && ln tool hard && chmod 750 empty && chown 1000:1000 empty",
);
export const app = image("app").from(base)
  .import(made, { add: "/out", to: "/a", before: "install" })
  .import(made, { add: "/out/tool", to: "/usr/local/bin/", after: "install" })
  .import(made, { add: "/out/deep", to: "/c/d", before: "setup", owner: "node", group: "node" })
  .import(made, { add: "/out/link", to: "/e", after: "setup" })
  .install("ls /a/tool && test ! -e /usr/local/bin/tool")
  .setup("test -e /c/d/er/file && test ! -e /e");`);
    const report = await project.run();
    expect(builtStages(report, "app")).toEqual([
      "dependenciesBeforeInstall",
      "install",
      "dependenciesAfterInstall",
      "dependenciesBeforeSetup",
      "setup",
      "dependenciesAfterSetup",
    ]);
    const app = referenceOf(report, "app");
    expect(listing(project, app, "/a")).toEqual([
      "dir 755 0:0 .",
      "link ./broken /nowhere",
      "dir 755 0:0 ./deep",
      "dir 755 0:0 ./deep/er",
      "file 640 1000:1000 ./deep/er/file text",
      "dir 750 1000:1000 ./empty",
      "file 4755 0:0 ./hard run",
      "link ./link deep/er/file",
      "file 4755 0:0 ./tool run",
    ]);
    expect(listing(project, app, "/usr/local")).toEqual([
      "dir 755 0:0 .",
      "dir 755 0:0 ./bin",
      "file 4755 0:0 ./bin/tool run",
    ]);
    expect(listing(project, app, "/c")).toEqual([
      "dir 755 0:0 .",
      "dir 755 1000:1000 ./d",
      "dir 755 1000:1000 ./d/er",
      "file 640 1000:1000 ./d/er/file text",
    ]);
    expect(project.inImage(app, "readlink", "/e")).toBe("deep/er/file");
    expect(project.inImage(app, "stat", "-c", "%h", "/a/hard")).toBe("2");
    expect((await project.run()).images.map(({ action }) => action)).toEqual(["reuse", "reuse"]);
  });

  test("a file goes into a folder that is there, a folder is merged, as in werf's own test", async () => {
    using project = projectOf(`
const made = artifact("made").from(base).setup(
  "mkdir -p /myartifact/a/b/c && echo GOGOGO > /myartifact/file && echo FILE > /myartifact/a/b/FILE && touch /myartifact/a/b/c/fffilel",
);
export const app = image("app").from(base)
  .beforeInstall("mkdir -p /usr/local /usr/share/apk/keys")
  .import(made, { add: "/myartifact/a/b/FILE", to: "/usr/local", after: "install" })
  .import(made, { add: "/myartifact/a/b/FILE", to: "/usr/locallll", after: "install" })
  .import(made, { add: "/myartifact/", to: "/usr/newlocal", after: "install" })
  .import(made, { add: "/myartifact", to: "/usr/share", after: "install" })
  .import(made, { add: "/myartifact/file", to: "/file2", after: "install" })
  .import(made, { add: "/myartifact/file", to: "/file", after: "install" });`);
    const app = referenceOf(await project.run(), "app");
    const contents = (...paths: string[]): string[] =>
      project.inImage(app, "sh", "-c", paths.map((path) => `cat ${path}`).join("; ")).split("\n");
    expect(contents("/usr/local/FILE", "/usr/locallll", "/usr/newlocal/a/b/FILE", "/usr/share/a/b/FILE")).toEqual(
      Array.from({ length: 4 }, () => "FILE"),
    );
    expect(contents("/usr/newlocal/file", "/usr/share/file", "/file2", "/file")).toEqual(
      Array.from({ length: 4 }, () => "GOGOGO"),
    );
    expect(project.inImage(app, "ls", "/usr/share/apk")).toBe("keys");
  });

  test("masks select, and a change of what they select is taken over", async () => {
    using project = projectOf(`
const made = artifact("made").from(base).setup(
  "mkdir -p /artifact/a/b/c && cd /artifact/a/b/c && for f in added_file1 added_file2 not_added_file3 not_added_file4; do echo VERSION_1 > $f; done",
);
const add = "/artifact/a/b/c";
const includePaths = ["added_file1", "added_file2"];
const excludePaths = ["not_added_file3", "not_added_file4"];
export const app = image("app").from(base)
  .import(made, { add, includePaths, to: "/dest1", before: "install" })
  .import(made, { add, excludePaths, to: "/dest2", after: "install" })
  .import(made, { add, includePaths, excludePaths, to: "/dest3", before: "setup" });`);
    for (const version of ["VERSION_1", "VERSION_2"]) {
      rewrite(project, (text) => text.replace("VERSION_1", version));
      const report = await project.run();
      const found = project.inImage(
        referenceOf(report, "app"),
        "sh",
        "-c",
        "cd / && grep -r . dest1 dest2 dest3 | sort",
      );
      expect(found.split("\n")).toEqual(
        ["dest1", "dest2", "dest3"].flatMap((folder) => [
          `${folder}/added_file1:${version}`,
          `${folder}/added_file2:${version}`,
        ]),
      );
      if (version === "VERSION_2") {
        expect(builtStages(report, "app")).toEqual([
          "dependenciesBeforeInstall",
          "dependenciesAfterInstall",
          "dependenciesBeforeSetup",
        ]);
        expect(reasonOf(report, "dependenciesBeforeInstall", "app")).toContain("the content of made");
      }
    }
  });

  test("folders without a match stay away, and a hard link brings the content that the masks leave out", async () => {
    using project = projectOf(`
const made = artifact("made").from(base).install(
  "mkdir -p /out/tree/a/b/c /out/tree/x/y/z /out/tree/empty1/subempty1 /out/tree/empty2 /out/tree/not_empty_dir && cd /out/tree",
  "echo txt1 > a/b/c/file1.txt; echo no > a/b/c/file1.log; echo txt2 > x/y/z/file2.txt; echo keep > not_empty_dir/keep.txt; chmod 700 x",
  "ln a/b/c/file1.log x/linked.txt",
);
export const app = image("app").from(base)
  .import(made, { add: "/out/tree", to: "/test-tree", includePaths: "**/*.txt", before: "install" });`);
    const app = referenceOf(await project.run(), "app");
    expect(project.inImage(app, "sh", "-c", "cd /test-tree && find . | sort").split("\n")).toEqual([
      ".",
      "./a",
      "./a/b",
      "./a/b/c",
      "./a/b/c/file1.txt",
      "./not_empty_dir",
      "./not_empty_dir/keep.txt",
      "./x",
      "./x/linked.txt",
      "./x/y",
      "./x/y/z",
      "./x/y/z/file2.txt",
    ]);
    expect(project.inImage(app, "cat", "/test-tree/x/linked.txt")).toBe("no");
    expect(project.inImage(app, "stat", "-c", "%a", "/test-tree/x")).toBe("700");
  });

  test("a folder that is a symlink in this image stays one", async () => {
    using project = projectOf(`
const source = image("source").from(base).setup("mkdir -p /src/bin && echo hello > /src/bin/myapp").final(false);
export const target = image("target").from(base)
  .beforeInstall("mkdir -p /usr/tools && ln -s usr/tools /tools")
  .import(source, { add: "/src/bin", to: "/tools", after: "install" });`);
    const target = referenceOf(await project.run(), "target");
    expect(project.inImage(target, "readlink", "/tools")).toBe("usr/tools");
    expect(project.inImage(target, "cat", "/usr/tools/myapp", "/tools/myapp")).toBe("hello\nhello");
  });

  test("everything of an image into an empty one leaves the folders of containers behind", async () => {
    using project = projectOf(`
const source = image("source").from(base)
  .install("echo marker > /etc/marker && mkdir -p /opt/myapp/run && echo nested > /opt/myapp/run/marker").final(false);
export const destination = image("destination").fromScratch()
  .import(source, { add: "/", to: "/", includePaths: "**/*", before: "install" });`);
    const destination = referenceOf(await project.run(), "destination");
    // In a container an engine would add its own folders, so the layer itself is looked at.
    expect(topLevel(destination)).toEqual([".builder", "bin", "etc", "home", "opt", "root", "tmp", "usr", "var"]);
    const { Labels } = JSON.parse(docker("inspect", destination ?? ""))[0].Config;
    expect(Labels).toMatchObject({
      werf: project.name,
      "werf-version": expect.stringMatching(/^builder-/),
      "werf-stage-content-digest": expect.stringMatching(/^[0-9a-f]{56}$/),
      "werf-project-repo-commit": project.git("rev-parse", "HEAD"),
    });
    expect(project.inImage(destination, "cat", "/etc/marker", "/opt/myapp/run/marker")).toBe("marker\nnested");
  });

  test("a stage of the other image can be named, and only changes up to it count", async () => {
    using project = projectOf(`
const source = image("source").from(base).install("echo early > /file").setup("echo late > /file").final(false);
export const app = image("app").from(base).import(source, { add: "/file", to: "/early", before: "install", stage: "install" });`);
    expect(project.inImage(referenceOf(await project.run(), "app"), "cat", "/early")).toBe("early");
    rewrite(project, (text) => text.replace("echo late", "echo later"));
    const later = await project.run();
    expect(builtStages(later, "source")).toEqual(["setup"]);
    expect(builtStages(later, "app")).toEqual([]);
  });

  test("an image of a registry needs no definition", async () => {
    using project = projectOf(`
export const app = image("app").fromScratch().import(base, { add: "/bin/busybox", before: "install" });`);
    expect(project.inImage(referenceOf(await project.run(), "app"), "/bin/busybox", "echo", "there")).toBe("there");
  });

  test("what is not there is named with its path", async () => {
    using project = projectOf(`
const source = artifact("source").from(base);
export const app = image("app").from(base).import(source, { add: "/myartifact/file-no-such-file", to: "/x", after: "setup" });`);
    const { exitCode, stderr } = await project.builder("run", "--progress", "plain");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("/myartifact/file-no-such-file: No such file or directory");
    expect(stderr).toContain("build.ts:5:");
  });

  test("a file does not take the place of a folder", async () => {
    using project = projectOf(`
const source = artifact("source").from(base).setup("mkdir /out && echo file > /out/thing");
export const app = image("app").from(base).beforeInstall("mkdir -p /in/thing/full")
  .import(source, { add: "/out", to: "/in", after: "setup" });`);
    const { exitCode, stdout } = await project.builder("run", "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({ code: "BUILD.IMPORT_CONFLICT" });
  });

  test("overlapping targets make way for each other", async () => {
    using project = projectOf(`
const source = artifact("source").from(base).setup("mkdir -p /out/inner && echo outer > /out/inner/file && echo other > /other");
export const app = image("app").from(base)
  .import(source, { add: "/out", to: "/app", after: "install" })
  .import(source, { add: "/other", to: "/app/inner/file", before: "install" });`);
    expect(project.inImage(referenceOf(await project.run(), "app"), "cat", "/app/inner/file")).toBe("other");
  });

  test.each([
    ["builder", ["dependenciesBeforeInstall"]],
    ["werf-1.2", []],
  ])("with digests of %s another mode of a file that is imported builds %j again", async (digests, stages) => {
    using project = projectOf(
      `
const source = image("source").from(base).setup("mkdir /out && echo 1 > /out/file && chmod 0555 /out/file").final(false);
export const app = image("app").from(base).import(source, { add: "/out", to: "/in", before: "install" });`,
      `, { digests: "${digests}" }`,
    );
    await project.run();
    rewrite(project, (text) => text.replace("0555", "0777"));
    const report = await project.run();
    expect([builtStages(report, "source"), builtStages(report, "app")]).toEqual([["setup"], stages]);
    const mode = project.inImage(referenceOf(report, "app"), "stat", "-c", "%a", "/in/file");
    expect(mode).toBe(stages.length > 0 ? "777" : "555");
  });

  test("with werf's digests a change of what is not imported rebuilds nothing", async () => {
    using project = projectOf(
      `
const source = image("source").from(base).setup("mkdir /out && echo 1 > /out/file && ln -s target1 /out/link").final(false);
export const app = image("app").from(base).import(source, { add: "/out", to: "/in", before: "install" });`,
      ', { digests: "werf-1.2" }',
    );
    const first = await project.run();
    expect(builtStages(first, "app")).toEqual(["dependenciesBeforeInstall"]);
    expect((await project.plan()).images.map(({ action }) => action)).toEqual(["reuse", "reuse"]);
    rewrite(project, (text) => text.replace("mkdir /out", "echo no > /elsewhere; mkdir /out"));
    const elsewhere = await project.run();
    expect([builtStages(elsewhere, "source"), builtStages(elsewhere, "app")]).toEqual([["setup"], []]);
    rewrite(project, (text) => text.replace("target1", "target2"));
    expect(builtStages(await project.run(), "app")).toEqual(["dependenciesBeforeInstall"]);
  });
});
