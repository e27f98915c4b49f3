import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRunRegistry } from "../../runtime/build/run-registry.ts";
import { runLabel } from "../../runtime/engine/run-label.ts";
import { testBase } from "../support/base-image.ts";
import { createProject, docker, forgetImages, type TestProject } from "../support/project.ts";
import { startPty } from "../support/pty.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";

let registry: TestRegistry;
let project: TestProject;

/** Two final images, one of them with a user, a directory and an entrypoint of its own. */
beforeAll(async () => {
  registry = await startRegistry();
  project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${testBase}").install("echo made > /made")
  .docker({ user: "node", workdir: "/home/node", entrypoint: ["sh", "-c"], cmd: ["echo by default"], label: { team: "shop" } });
export const tools = image("web/tools").from("${testBase}").install("echo tools > /made");
export default project("${project.name}");
`,
  });
  project.commit();
});

afterAll(async () => {
  project[Symbol.dispose]();
  await registry.stop();
});

test("an image that is not built is neither named nor opened, and says how to get it", async () => {
  for (const command of [
    ["stage", "image", "app"],
    ["shell", "app"],
  ]) {
    const { exitCode, stdout, stderr } = await project.builder(...command);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("[BUILD.NOT_BUILT]\n  → builder run app\n");
  }
});

test("run builds an image and runs it as it is; the outputs, the input and the exit code are the command's", async () => {
  const run = await project.builderReading(
    "read\n",
    "run",
    "app",
    "--",
    "cat; id -u; pwd; cat /made; echo oops >&2; exit 7",
  );
  expect(run).toMatchObject({ exitCode: 7, stdout: "read\n1000\n/home/node\nmade\n" });
  expect(run.stderr).toMatch(/\noops\n$/);
  const byDefault = await project.builder("run", "app", "--progress", "quiet", "--");
  expect(byDefault).toEqual({ exitCode: 0, stdout: "by default\n", stderr: "" });
  expect(docker("ps", "--all", "--quiet", "--filter", `label=werf=${project.name}`)).toBe("");
});

test("which image is meant has to be said where there are several, and a flag that has no sense is refused", async () => {
  const usage = (text: string) => ({ exitCode: 2, stdout: "", stderr: expect.stringContaining(text) });
  expect(await project.builder("run", "--", "true")).toEqual(usage("there are app, web/tools"));
  expect(await project.builder("run", "ap", "--", "true")).toEqual(usage("did you mean app?"));
  expect(await project.builder("run", "app", "--follow", "--", "true")).toEqual(usage("--follow does not go together"));
  expect(await project.builder("plan", "app", "--", "true")).toEqual(usage("only builder run takes a command"));
});

test("an image that runs on a terminal has it", async () => {
  const session = startPty(project.folder, ["run", "web/tools", "--progress", "quiet", "--", "sh"]);
  await session.shows(/# /);
  session.type("test -t 0 && echo a ''terminal; exit 5\r");
  await session.shows(/a terminal/);
  expect(await session.ended).toBe(5);
});

test("stage image prints what can be used at once, and shell opens it", async () => {
  await project.run();
  const { stdout } = await project.builder("stage", "image", "app");
  expect(docker("run", "--rm", stdout.trim(), "cat /made")).toBe("made");
  const answer = JSON.parse((await project.builder("stage", "image", "app", "--json")).stdout);
  expect(answer).toMatchObject({ command: "stage image", ok: true, name: "app", reference: stdout.trim() });
  const shell = await project.builderReading("id -u; cat /made; exit 3", "shell", "app");
  expect(shell).toEqual({ exitCode: 3, stdout: "0\nmade\n", stderr: "" });
});

test("what a run that died has left is removed, and nothing is said of it among what a command says", async () => {
  await project.run();
  const dead = await deadRun();
  const container = docker("create", "--label", `${runLabel}=${dead}`, testBase, "/.builder/bin/bash");
  const shell = await project.builderReading("echo said", "shell", "app");
  expect(shell).toEqual({ exitCode: 0, stdout: "said\n", stderr: "" });
  expect(docker("ps", "--all", "--quiet", "--no-trunc", "--filter", `id=${container}`)).toBe("");
});

/** The id of a run on this machine whose process is gone: it bears this one's number and had begun before it. */
async function deadRun(): Promise<string> {
  const runs = createRunRegistry(process.env);
  const runId = await runs.beginRun();
  await runs.endRun(runId);
  return runId.replace(/-(\d+)-\d+-/, "-$1-1-");
}

test("export names images in the engine, with labels of their own and none of builder's", async () => {
  const name = `${project.name}-out`;
  const flags = ["--tag", `${name}:1`, "--add-label", "version=1=one"];
  const exported = await project.builder("export", "app", ...flags, "--json");
  try {
    expect(JSON.parse(exported.stdout)).toEqual({
      schemaVersion: 1,
      command: "export",
      ok: true,
      images: [{ name: "app", references: [`${name}:1`] }],
    });
    const [{ Id, Config }] = JSON.parse(docker("inspect", `${name}:1`));
    expect(Config.Labels).toEqual({ team: "shop", version: "1=one" });
    expect(docker("run", "--rm", `${name}:1`, "cat /made; id -u")).toBe("made\n1000");
    await project.builder("export", "app", ...flags);
    expect(JSON.parse(docker("inspect", `${name}:1`))[0].Id).toBe(Id);
  } finally {
    docker("rmi", `${name}:1`);
  }
});

test("a name with a host is pushed there and not left in the engine; names tell several images apart", async () => {
  const template = `${registry.host}/out/%image_slug%:1`;
  expect(await project.builder("export", "--tag", "out:1")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("would be the name of 2 images: app, web/tools"),
  });
  expect(await project.builder("export", "app")).toMatchObject({ exitCode: 2 });
  const { stdout } = await project.builder("export", "--tag", template);
  const references = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "");
  expect(references[0]).toBe(`${registry.host}/out/app:1`);
  expect(references[1]).toMatch(new RegExp(`^${registry.host}/out/web-tools-[0-9a-f]+:1$`));
  for (const reference of references) {
    expect(docker("images", "--quiet", reference)).toBe("");
    docker("pull", reference);
    docker("rmi", reference);
  }
});

test("an archive holds several images, which docker and tools for OCI read", async () => {
  const archive = join(project.folder, "out.tar");
  const tag = `${project.name}/%image_slug%:2`;
  const { stdout } = await project.builder("export", "app", "web/tools", "--tag", tag, "--output", archive);
  const references = stdout
    .split("\n")
    .slice(0, 2)
    .map((line) => line.split(" ")[1] ?? "");
  expect(stdout.trim().split("\n").at(-1)).toBe(archive);
  expect(docker("load", "--input", archive).split("\n").sort()).toEqual(
    references.map((reference) => `Loaded image: ${reference}`).sort(),
  );
  try {
    expect(docker("run", "--rm", references[0] ?? "", "cat /made")).toBe("made");
    expect(docker("run", "--rm", references[1] ?? "", "cat", "/made")).toBe("tools");
  } finally {
    docker("rmi", ...references);
  }
  const untar = (path: string): unknown =>
    JSON.parse(execFileSync("tar", ["--extract", "--to-stdout", "--file", archive, path], { encoding: "utf8" }));
  expect(untar("oci-layout")).toEqual({ imageLayoutVersion: "1.0.0" });
  expect(untar("index.json")).toMatchObject({
    schemaVersion: 2,
    manifests: references.map((reference) => ({ annotations: { "io.containerd.image.name": reference } })),
  });
});

test("the build report is werf's, as a document and as variables", async () => {
  const { images } = await project.run("--save-build-report");
  const report = JSON.parse(readFileSync(join(project.folder, ".builder-build-report.json"), "utf8"));
  expect(Object.keys(report)).toEqual(["Runtime", "Images", "ImagesByPlatform"]);
  expect(report.Runtime).toEqual({ Backend: "docker", InContainer: existsSync("/.dockerenv") });
  expect(Object.keys(report.Images)).toEqual(["app", "web/tools"]);
  expect(report.Images.app).toMatchObject({
    WerfImageName: "app",
    DockerRepo: project.name,
    DockerImageName: images[0]?.reference,
    DockerImageID: docker("inspect", "--format", "{{.Id}}", images[0]?.reference ?? ""),
    TargetPlatform: "linux/amd64",
    Rebuilt: false,
    Final: true,
    Commit: project.git("rev-parse", "HEAD"),
    Stages: [{ Name: "from" }, { Name: "install" }, { Name: "dockerInstructions" }],
  });
  await project.run("app", "--repo", `${registry.host}/reported`, "--build-report-path", "out.env");
  const variables = readFileSync(join(project.folder, "out.env"), "utf8");
  expect(variables).toContain(`WERF_APP_DOCKER_REPO=${registry.host}/reported\n`);
  expect(variables).toMatch(/^WERF_APP_DOCKER_IMAGE_DIGEST=sha256:[0-9a-f]{64}$/m);
  expect(variables).not.toContain("TOOLS");
  const stagesOf = async (...flags: string[]) => {
    await project.run("app", "--save-build-report", ...flags);
    const { Images } = JSON.parse(readFileSync(join(project.folder, ".builder-build-report.json"), "utf8"));
    return Images.app.Stages.map(({ Name, SourceType, BaseImagePulled, Rebuilt }: Record<string, unknown>) => [
      ...[Name, SourceType, BaseImagePulled, Rebuilt],
    ]);
  };
  const repo = (name: string) => `${registry.host}/${name}`;
  const names = ["from", "install", "dockerInstructions"];
  expect(await stagesOf("--repo", repo("second"), "--secondary-repo", repo("reported"))).toEqual(
    names.map((name) => [name, "secondary", false, false]),
  );
  expect(await stagesOf("--repo", repo("second"))).toEqual(names.map((name) => [name, "", false, false]));
  // Anew, on what has to be pulled: another command of the last stage, and an engine that has forgotten the project.
  const buildTs = readFileSync(join(project.folder, "build.ts"), "utf8");
  project.write({ "build.ts": buildTs.replace("echo by default", "echo by habit") });
  project.commit();
  forgetImages(project);
  expect(await stagesOf("--repo", repo("second"))).toEqual([
    ["from", "", false, false],
    ["install", "", false, false],
    ["dockerInstructions", "repo", true, true],
  ]);
  expect(await stagesOf("--repo", repo("third"))).toEqual([
    ["from", "local", false, true],
    ["install", "repo", false, true],
    ["dockerInstructions", "repo", false, true],
  ]);
  const unwritable = await project.builder("run", "--build-report-path", "no/such/folder.json");
  expect(unwritable).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("USAGE.BUILD_REPORT") });
  expect(existsSync(join(project.folder, "no"))).toBe(false);
});
