import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testBase } from "../../support/base-image.ts";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { docker, type TestProject } from "../../support/project.ts";

const cli = resolve(import.meta.dirname, "../../../dist/cli.js");
const cache = mkdtempSync(join(tmpdir(), "builder-cache-"));
/** Take calls and answer none. Each has its own: an engine goes on calling when whoever asked it to push is gone. */
const [registry, repository] = [createSilent(), createSilent()];

beforeAll(async () => {
  await listen(registry.server);
  await listen(repository.server);
});
afterAll(() => {
  registry.server.close();
  repository.server.close();
  rmSync(cache, { recursive: true });
});

function createSilent() {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.on("error", () => {});
  });
  return { server, isCalled: () => calls > 0 };
}

async function listen(server: Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address !== null ? `127.0.0.1:${address.port}` : "";
}

/** Starts a run, kills it when it has come to where it waits, and resolves when it is gone. */
async function kill(project: TestProject, pipeline: string, waits: (story: string) => boolean): Promise<void> {
  const child = spawn(process.execPath, [cli, "run", pipeline, "--progress", "plain"], {
    cwd: project.folder,
    env: { ...process.env, BUILDER_CACHE_DIR: cache },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let story = "";
  child.stderr.on("data", (chunk: Buffer) => {
    story += chunk.toString();
  });
  while (!waits(story)) {
    if (child.exitCode !== null) throw new Error(story);
    await sleep(50);
  }
  child.kill("SIGKILL");
  await once(child, "close");
}

test("what a killed run leaves that has no mark of the run is gone after the next: images, names, folders, files", async () => {
  const host = addressOf(registry.server);
  const name = `killed-${process.pid}`;
  using project = createPipelineProject(
    `
export const building = pipeline("building").box(base).step(internal.dockerBuild({ imageName: "${name}-never", noCache: true }));
export const built = pipeline("built").box(base)
  .step(internal.dockerBuild({ imageName: "${name}", dockerfile: "Quick.dockerfile" }), script("wait", "echo it waits; sleep 600"));
export const pushing = pipeline("pushing").box(base)
  .step(internal.dockerPush({ repository: "${host}/${name}", tag: "v1", registry: "http://${host}" }));
export const fetching = pipeline("fetching").box(base).step(step("git+http://${addressOf(repository.server)}/steps.git#v1"));
const make = pipeline("make").box(base).step(script("make", "echo made > $WERCKER_OUTPUT_DIR/made"));
const look = pipeline("look").box(base).step(script("look", "cat one/made two/made; echo it waits; sleep 600"));
export const all = workflow("all").run(make, { name: "one" }).run(make, { name: "two", requires: "one" })
  .run(look, { requires: ["one", "two"] });
export const storing = pipeline("storing").box(base)
  .step(script("grow", "head -c 300000000 /dev/urandom > /big"), internal.storeContainer({ file: "stored/box.tar" }));
export const quick = pipeline("quick").box(base).step(script("true", "true"));`,
    { BUILDER_CACHE_DIR: cache },
  );
  project.write({
    Dockerfile: `FROM ${testBase}\nRUN echo it waits; sleep 98765\n`,
    "Quick.dockerfile": `FROM ${testBase}\nRUN echo ${name} > /name\n`,
  });
  project.commit();
  docker("tag", testBase, `${host}/${name}:v1`);
  const images = (): readonly string[] => docker("images", "--no-trunc", "--format", "{{.Repository}}").split("\n");
  const nameless = (): readonly string[] => {
    const ids = docker("images", "--quiet", "--filter", "dangling=true").split("\n").filter(Boolean);
    // Others come and go with the tests beside this one; none of them is as large.
    return ids.filter((id) => sizeOf(id) > 300_000_000);
  };
  const says = (story: string): boolean => story.includes("it waits");
  const filesIn = (folder: string): number => (existsSync(folder) ? readdirSync(folder).length : 0);
  const [layers, stored] = [join(cache, "layers"), join(project.folder, "stored")];

  await kill(project, "building", says);
  await kill(project, "built", says);
  expect(images().some((image) => image.endsWith(name))).toBe(true);
  await kill(project, "pushing", registry.isCalled);
  await kill(project, "fetching", repository.isCalled);
  expect(filesIn(layers)).toBe(1);
  await kill(project, "all", says);
  expect(filesIn(layers)).toBe(1);
  const before = new Set(nameless());
  await kill(project, "storing", () => filesIn(stored) > 0);
  expect([filesIn(layers), filesIn(stored)]).toEqual([1, 1]);
  const ours = nameless().filter((id) => !before.has(id));

  const next = await runPipeline(project, "quick");
  expect(next.exitCode, next.stderr).toBe(0);
  expect(images().filter((image) => /^[0-9a-f]{24}/.test(image) && image.includes(name))).toEqual([]);
  // The name is again that of the image that had it before.
  const idOf = (reference: string): string => docker("inspect", "--format", "{{.Id}}", reference);
  expect(idOf(`${host}/${name}:v1`)).toBe(idOf(testBase));
  docker("rmi", `${host}/${name}:v1`);
  expect(images().filter((image) => image.includes(name))).toEqual([]);
  expect([filesIn(layers), filesIn(stored)]).toEqual([0, 0]);
  expect(nameless().filter((id) => ours.includes(id))).toEqual([]);
  while (isRunning("98765")) await sleep(100);
});

test("a name that could not be pushed is not known to the engine, or is again that of the image that had it", async () => {
  const refusing = createHttpServer((_request, response) => {
    response.writeHead(403, { "content-type": "application/json" });
    response.end('{"errors":[{"code":"DENIED","message":"not here"}]}');
  });
  await listen(refusing);
  const host = addressOf(refusing);
  docker("tag", testBase, `${host}/app:known`);
  try {
    using project = createPipelineProject(`
export const known = pipeline("known").box(base).step(script("change", "touch /changed"))
  .step(internal.dockerPush({ repository: "${host}/app", tag: "known" }));
export const fresh = pipeline("fresh").box(base).step(internal.dockerPush({ repository: "${host}/app", tag: "new" }));`);
    for (const pipeline of ["known", "fresh"]) {
      const { report } = await runPipeline(project, pipeline);
      expect(report.error?.code).toBe("ENGINE.PUSH_FAILED");
    }
    const format = ["--no-trunc", "--format", "{{.Tag}} {{.ID}}"];
    const id = docker("inspect", "--format", "{{.Id}}", testBase);
    expect(docker("images", ...format, `${host}/app`)).toBe(`known ${id}`);
  } finally {
    docker("rmi", `${host}/app:known`);
    refusing.close();
  }
});

/** In bytes; 0 for an image that is gone by now. */
function sizeOf(image: string): number {
  try {
    return Number(docker("image", "inspect", "--format", "{{.Size}}", image));
  } catch {
    return 0;
  }
}

/** Whether some process of the machine sleeps that long; whoever builds may take a moment to end it. */
function isRunning(seconds: string): boolean {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .some((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(seconds);
      } catch {
        return false;
      }
    });
}
