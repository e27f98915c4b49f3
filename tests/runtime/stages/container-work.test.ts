import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { GitMappingNode } from "../../../sdk/model/git-mapping-node.ts";
import type { ImageNode } from "../../../sdk/model/image-node.ts";
import type { ImageId } from "../../../runtime/engine/engine.ts";
import type { StageName } from "../../../runtime/plan/stage-name.ts";
import { stagesOf } from "../../../runtime/stages/image-stages.ts";
import { ensureBaseImage } from "../../support/base-image.ts";
import { inContainer, runCommands, testEngine } from "../../support/engine.ts";
import { createGitRepo, type GitRepo } from "../../support/git-repo.ts";
import { imageNode, mappingNode, shellNode } from "../../support/image-node.ts";
import { stageContext, withRepository } from "../../support/stage-context.ts";

const engine = testEngine();
const images: ImageId[] = [];
let base: ImageId;
let repo: GitRepo;

beforeAll(async () => {
  base = await ensureBaseImage(engine);
});

afterEach(() => repo?.dispose());
afterAll(async () => {
  for (const id of images.reverse()) await engine.images.remove(id);
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
  const stage = stagesOf(image).find((one) => one.name === name);
  if (parent === undefined || stage === undefined) throw new Error(`cannot build ${name} on ${from}`);
  return withRepository(repo, async (repository) => {
    const context = stageContext({ image, repository, previousLabels: parent.config.labels });
    const labels = await stage.labels(context);
    return inContainer(engine, from, async (container) => {
      const onLine = (_: string, line: string): void => void lines.push(line);
      const { signal } = new AbortController();
      const config = await stage.build({ ...context, container, config: parent.config, env: { COLOR: "blue" }, onLine, signal });
      const id = await container.commit({ ...config, labels: { ...config.labels, ...labels } });
      images.push(id);
      return id;
    });
  });
}

/** An image in which commands were run. */
async function prepare(...commands: readonly string[]): Promise<ImageId> {
  return inContainer(engine, base, async (container) => {
    expect(await runCommands(container, commands)).toMatchObject({ exitCode: 0 });
    const id = await container.commit({ ...(await engine.images.inspect(base))!.config });
    images.push(id);
    return id;
  });
}

/** `name kind mode owner [time]` of everything below a path; a link with its target, a file with its content's first line. */
async function listing(image: ImageId, path: string): Promise<readonly string[]> {
  const show = 'for path; do stat -c "%N %F %a %u:%g" "$path"; if test -f "$path" -a ! -L "$path"; then head -n 1 "$path"; fi; done';
  return inContainer(engine, image, async (container) => {
    const { stdout, exitCode } = await runCommands(container, [`find ${path} | LC_ALL=C sort | xargs -d '\\n' bash -c '${show}' show`]);
    expect(exitCode).toBe(0);
    return stdout;
  });
}

test("x", async () => {});

describe("gitArchive", () => {
  test("puts files with their modes and owner; new directories are the mapping's", async () => {
    newRepo({ "src/run.sh": "run", "src/lib/a.js": "a", "src/link": "-> lib/a.js", "README.md": "not taken" });
    repo.makeExecutable("src/run.sh");
    repo.commit();
    const image = await build("gitArchive", imageWith({ add: "/src", to: "/srv/app", owner: "node", group: "1000" }), base);
    expect(await listing(image, "/srv")).toEqual([
      "/srv directory 755 0:0",
      "/srv/app directory 755 1000:1000",
      "/srv/app/lib directory 755 1000:1000",
      "/srv/app/lib/a.js regular file 644 1000:1000",
      "a",
      "'/srv/app/link' -> 'lib/a.js' symbolic link 777 1000:1000",
      "/srv/app/run.sh regular file 755 1000:1000",
      "run",
    ]);
  });
});
