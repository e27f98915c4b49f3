import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Container, ImageId } from "../../../runtime/engine/engine.ts";
import { getProfile } from "../../../runtime/plan/digest-profile.ts";
import type { StageName } from "../../../runtime/plan/stage-name.ts";
import { stagesOf } from "../../../runtime/stages/image-stages.ts";
import type { GitMappingNode } from "../../../sdk/model/git-mapping-node.ts";
import type { ImageNode } from "../../../sdk/model/image-node.ts";
import { ensureBaseImage } from "../../support/base-image.ts";
import { inContainer as inTestContainer, runCommands, testEngine } from "../../support/engine.ts";
import { createGitRepo, type GitRepo } from "../../support/git-repo.ts";
import { imageNode, mappingNode, shellNode } from "../../support/image-node.ts";
import { stageContext, withRepository } from "../../support/stage-context.ts";

const engine = testEngine();
const images: ImageId[] = [];
/** Nothing here needs a network, and a container without one starts faster. */
function inContainer<T>(image: ImageId, use: (container: Container) => Promise<T>): Promise<T> {
  return inTestContainer(engine, image, use, { network: "none" });
}

let base: ImageId;
let repo: GitRepo;

beforeAll(async () => {
  base = await ensureBaseImage(engine);
});

afterEach(async () => {
  repo?.dispose();
  for (const id of images.splice(0).reverse()) await engine.images.remove(id);
});

function newRepo(files: Readonly<Record<string, string | Buffer>>): GitRepo {
  repo = createGitRepo();
  repo.commitFiles(files);
  return repo;
}

function imageWith(mapping: Partial<GitMappingNode>, some: Partial<ImageNode> = {}): ImageNode {
  return imageNode({ git: [mappingNode(mapping)], ...some });
}

/** Builds one stage at the repository's HEAD on an image, with that image's labels as those of the stage before. */
async function build(name: StageName, image: ImageNode, from: ImageId, lines: string[] = []): Promise<ImageId> {
  const parent = await engine.images.inspect(from);
  const stage = stagesOf(image, getProfile("builder")).find((one) => one.name === name);
  if (parent === undefined || stage === undefined) throw new Error(`cannot build ${name} on ${from}`);
  return withRepository(repo, async (repository) => {
    const context = stageContext({ image, repository, previousLabels: parent.config.labels });
    const labels = await stage.labels(context);
    return inContainer(from, async (container) => {
      const onLine = (_: string, line: string): void => void lines.push(line);
      const { signal } = new AbortController();
      const config = await stage.build({
        ...context,
        container,
        imageId: from,
        config: parent.config,
        env: { COLOR: "blue" },
        withSource: (source, use) => inContainer(typeof source === "string" ? source : source.imageId, use),
        matchPaths: () => () => true,
        onLine,
        signal,
      });
      const id = await container.commit({ ...config, labels: { ...config.labels, ...labels } });
      images.push(id);
      return id;
    });
  });
}

/** An image in which commands were run. */
async function prepare(...commands: readonly string[]): Promise<ImageId> {
  return inContainer(base, async (container) => {
    expect(await runCommands(container, commands)).toMatchObject({ exitCode: 0 });
    const id = await container.commit({ ...(await engine.images.inspect(base))!.config });
    images.push(id);
    return id;
  });
}

/** Everything below a path: `name kind mode owner`, a link with its target, a file with its text. */
async function listing(image: ImageId, path: string): Promise<readonly string[]> {
  const script = `shopt -s globstar dotglob
    for found in ${path}/**; do
      found=\${found%/} text=
      if test -L "$found"; then text=" -> $(readlink "$found")"; elif test -f "$found"; then text=" $(cat "$found")"; fi
      echo "$(stat -c '%n %F %a %u:%g' "$found")$text"
    done`;
  return inContainer(image, async (container) => {
    const { stdout, exitCode } = await runCommands(container, [script]);
    expect(exitCode).toBe(0);
    return stdout.toSorted();
  });
}

describe("gitArchive", () => {
  test("puts files with their modes and owner; new directories are the mapping's", async () => {
    newRepo({ "src/run.sh": "run", "src/lib/a.js": "a", "src/link": "-> lib/a.js", "README.md": "not taken" });
    repo.makeExecutable("src/run.sh");
    repo.commit();
    const image = await build(
      "gitArchive",
      imageWith({ add: "/src", to: "/srv/app", owner: "node", group: "1000" }),
      base,
    );
    expect(await listing(image, "/srv")).toEqual([
      "/srv directory 755 0:0",
      "/srv/app directory 755 1000:1000",
      "/srv/app/lib directory 755 1000:1000",
      "/srv/app/lib/a.js regular file 644 1000:1000 a",
      "/srv/app/link symbolic link 777 1000:1000 -> lib/a.js",
      "/srv/app/run.sh regular file 755 1000:1000 run",
    ]);
  });

  test("leaves directories of the image as they are and follows links to directories", async () => {
    newRepo({ "a/deep/x": "1", "b/y": "2", "c/z": "3" });
    const from = await prepare(
      "mkdir -p /app/a/deep /elsewhere; chmod 700 /app/a; chmod 1777 /app; chown 1000:1000 /app/a/deep",
      "ln -s /elsewhere /app/b; ln -s nowhere /app/c",
    );
    const image = await build("gitArchive", imageWith({ to: "/app" }), from);
    expect(await listing(image, "/app")).toEqual([
      "/app directory 1777 0:0",
      "/app/a directory 700 0:0",
      "/app/a/deep directory 755 1000:1000",
      "/app/a/deep/x regular file 644 0:0 1",
      "/app/b symbolic link 777 0:0 -> /elsewhere",
      "/app/c directory 755 0:0",
      "/app/c/z regular file 644 0:0 3",
    ]);
    expect(await listing(image, "/elsewhere")).toEqual([
      "/elsewhere directory 755 0:0",
      "/elsewhere/y regular file 644 0:0 2",
    ]);
  });

  test("gives a single file the name that `to` ends with", async () => {
    newRepo({ "conf/app.conf": "c" });
    const image = await build(
      "gitArchive",
      imageWith({ add: "/conf/app.conf", to: "/opt/app/renamed.conf", owner: "node" }),
      base,
    );
    expect(await listing(image, "/opt")).toEqual([
      "/opt directory 755 0:0",
      "/opt/app directory 755 1000:0",
      "/opt/app/renamed.conf regular file 644 1000:0 c",
    ]);
  });

  test("puts several mappings, one inside the other", async () => {
    newRepo({ "web/a": "1", "vendor/b": "2" });
    const git = [
      mappingNode({ add: "/vendor", to: "/app/vendor", owner: "node" }),
      mappingNode({ add: "/web", to: "/app", owner: "7" }),
    ];
    const image = await build("gitArchive", imageNode({ git }), base);
    expect(await listing(image, "/app")).toEqual([
      "/app directory 755 7:0",
      "/app/a regular file 644 7:0 1",
      "/app/vendor directory 755 1000:0",
      "/app/vendor/b regular file 644 1000:0 2",
    ]);
  });

  test("gives files the time of the commit", async () => {
    newRepo({ a: "1" });
    const image = await build("gitArchive", imageWith({ to: "/app" }), base);
    const { stdout } = await inContainer(image, (container) => runCommands(container, ["stat -c %Y /app /app/a"]));
    expect(stdout).toEqual(["1700000000", "1700000000"]);
  });

  test.each([
    ["masks that match nothing", { includePaths: ["nothing"] }, "BUILD.EMPTY_MAPPING", "matches no file"],
    ["a path that the commit lacks", { add: "/nothing" }, "BUILD.EMPTY_MAPPING", "has nothing at /nothing"],
    ["an owner that the image lacks", { owner: "nobody-here" }, "BUILD.UNKNOWN_OWNER", '"nobody-here"'],
    ["a group that the image lacks", { group: "nobody-here" }, "BUILD.UNKNOWN_OWNER", "/etc/group"],
    ["a file at the root", { add: "/a", to: "/" }, "BUILD.FILE_AT_ROOT", "/a"],
  ])("%s is an error that shows the mapping", async (_, mapping, code, text) => {
    newRepo({ a: "1" });
    const origin = { file: "build.ts", line: 4, column: 2 };
    await expect(build("gitArchive", imageWith({ ...mapping, origin }), base)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text),
      where: [origin],
    });
  });
});

describe("a patch", () => {
  const mapping = { add: "/src", to: "/app", owner: "node" };

  /** Turns the files of the first commit into those of the second, and compares with an archive of the second. */
  async function expectPatched(change: () => void): Promise<readonly string[]> {
    const archive = await build("gitArchive", imageWith(mapping), base);
    change();
    repo.commit();
    const patched = await listing(await build("gitLatestPatch", imageWith(mapping), archive), "/app");
    expect(patched).toEqual(await listing(await build("gitArchive", imageWith(mapping), base), "/app"));
    return patched;
  }

  test("gives what an archive of the new commit gives", async () => {
    newRepo({
      "src/changed": "1",
      "src/gone": "1",
      "src/old-name": "renamed",
      "src/mode": "1",
      "src/emptied/deep/x": "1",
      "src/emptied/y": "1",
      "src/kept/a": "1",
      "src/kept/b": "1",
      "src/file-to-dir": "1",
      "src/dir-to-file/a/b": "1",
      "src/link-to-file": "-> changed",
      "src/link-to-dir": "-> kept",
      "src/dir-to-link/a": "1",
      "src/file-to-link": "1",
      "src/link": "-> changed",
      "src/replaced/only-name": "1",
      "not-taken": "1",
    });
    const patched = await expectPatched(() => {
      repo.write("src/changed", "2");
      for (const path of [
        "gone",
        "emptied",
        "kept/a",
        "file-to-dir",
        "dir-to-file",
        "link-to-file",
        "link-to-dir",
        "dir-to-link",
        "file-to-link",
        "replaced/only-name",
      ]) {
        repo.remove(`src/${path}`);
      }
      repo.git("mv", "src/old-name", "src/new-name");
      repo.makeExecutable("src/mode");
      repo.write("src/file-to-dir/a/b", "2");
      repo.write("src/dir-to-file", "2");
      repo.write("src/link-to-file", "2");
      repo.write("src/link-to-dir/c", "2");
      repo.write("src/dir-to-link", "-> kept");
      repo.write("src/file-to-link", "-> kept");
      repo.write("src/link", "-> kept/b");
      repo.write("src/replaced/other-name", "2");
      repo.write("src/new/deep/z", "2");
      repo.write("not-taken", "2");
    });
    expect(patched).toContain("/app/new/deep directory 755 1000:0");
    expect(patched).toContain("/app/new-name regular file 644 1000:0 renamed");
  });

  test("removes thousands of files, whatever their names", async () => {
    const names = ["$(touch pwned)", "a'b\"c", "-rf", "new\nline", "ünï", " space ", "*", "back\\slash"];
    newRepo({ "src/keep": "1" });
    for (let index = 0; index < 5000; index += 1)
      repo.write(`src/many/a-rather-long-name-of-a-directory/${index}`, "x");
    for (const name of names) repo.write(`src/${name}`, "x");
    repo.commit();
    const patched = await expectPatched(() => {
      repo.remove("src/many");
      for (const name of names) repo.remove(`src/${name}`);
    });
    expect(patched).toEqual(["/app directory 755 1000:0", "/app/keep regular file 644 1000:0 1"]);
  });

  test("leaves nothing of its own in the image", async () => {
    newRepo({ "src/a": "1", "src/b": "1" });
    await build("gitArchive", imageWith(mapping), base);
    const archive = images.at(-1)!;
    repo.remove("src/b");
    repo.commit();
    const image = await build("gitLatestPatch", imageWith(mapping), archive);
    const rootOf = (id: ImageId) => inContainer(id, (container) => runCommands(container, ["echo /* /.[!.]*"]));
    expect((await rootOf(image)).stdout).toEqual((await rootOf(archive)).stdout);
  });

  test("keeps what commands have made in a directory that git has emptied, and overwrites what they have changed", async () => {
    newRepo({ "src/dist/a": "1", "src/b": "1" });
    const shell = shellNode({ install: ["echo made > /app/dist/made; echo mine > /app/b"] });
    const archive = await build("gitArchive", imageWith(mapping, { shell }), base);
    const installed = await build("install", imageWith(mapping, { shell }), archive);
    repo.remove("src/dist");
    repo.write("src/b", "2");
    repo.commit();
    const image = await build("gitLatestPatch", imageWith(mapping, { shell }), installed);
    expect(await listing(image, "/app")).toEqual([
      "/app directory 755 1000:0",
      "/app/b regular file 644 1000:0 2",
      "/app/dist directory 755 1000:0",
      "/app/dist/made regular file 644 0:0 made",
    ]);
  });
});

describe("a user stage", () => {
  const mapping = { add: "/", to: "/app" };

  test("brings the files to HEAD before its commands run, and passes the environment on without keeping it", async () => {
    newRepo({ a: "1", gone: "1" });
    const shell = shellNode({ install: ["cd /app", "echo $(ls) $(cat a) $COLOR"] });
    const archive = await build("gitArchive", imageWith(mapping, { shell }), base);
    repo.remove("gone");
    repo.write("a", "2");
    repo.commit();
    const lines: string[] = [];
    const image = await build("install", imageWith(mapping, { shell }), archive, lines);
    expect(lines).toEqual(["a 2 blue"]);
    expect((await engine.images.inspect(image))?.config.env).not.toHaveProperty("COLOR");
  });

  test("names the command that failed, its place and its last lines, also after a removal", async () => {
    newRepo({ a: "1", gone: "1" });
    const origin = (line: number) => ({ file: "build.ts", line, column: 5 });
    const install = [
      { text: "echo one\necho two", origin: origin(1) },
      { text: "for i in $(seq 30); do echo line $i >&2; done\nls /nothing", origin: origin(2) },
      { text: "echo never", origin: origin(3) },
    ];
    const shell = { ...shellNode({}), commands: { ...shellNode({}).commands, install } };
    const archive = await build("gitArchive", imageWith(mapping, { shell }), base);
    repo.remove("gone");
    repo.commit();
    await expect(build("install", imageWith(mapping, { shell }), archive)).rejects.toMatchObject({
      code: "BUILD.COMMAND_FAILED",
      message: 'image "app", stage install: command 2 of 3 ended with exit code 1',
      why: expect.stringMatching(/^for i in[\s\S]*\nls \/nothing\n {2}line 12\n[\s\S]*\/nothing/),
      where: [origin(2)],
    });
  });

  test("of a cache version alone runs nothing and still is a layer of its own", async () => {
    newRepo({ a: "1" });
    const shell = shellNode({}, { stageCacheVersions: { beforeInstall: "1" } });
    expect(await build("beforeInstall", imageNode({ shell }), base)).not.toBe(base);
  });
});
