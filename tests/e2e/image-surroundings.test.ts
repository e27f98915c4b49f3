import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, docker, referenceOf } from "../support/project.ts";

/** Bases that tests have made; stages are built on them as long as the tests run. */
const bases: string[] = [];

afterAll(() => {
  for (const name of bases) spawnSync("docker", ["rmi", "--force", name], { stdio: "ignore" });
});

/** Lines that the commands of an image have printed. */
function linesOf(stderr: string, image: string): string[] {
  const own = new RegExp(`^${image}/[A-Za-z]+ │ (.*)$`);
  return stderr.split("\n").flatMap((line) => own.exec(line)?.[1] ?? []);
}

test("mounts are there for the commands and never in the image; one is new for each build, the others stay", async () => {
  const host = mkdtempSync(join(tmpdir(), "builder-mount-"));
  // The home of whoever runs the tests is only looked at.
  const name = basename(host);
  using project = createProject({ HOME: host });
  const buildTs = (version: number): string => `import { image, project } from "builder";
const count = (file: string) => \`echo $(($(cat \${file} 2>/dev/null || echo 0) + 1)) > \${file}.new && mv \${file}.new \${file}\`;
const all = ["/tmp_dir", "/build_dir", "/host_dir"].map((path) => count(path + "/number"));
const base = image("base").from("${testBase}").beforeInstall("mkdir -m 1777 /tmp_dir && echo old > /tmp_dir/file").final(false);
export const app = image("app").from(base).fromCacheVersion("${version}")
  .mount({ from: "tmp_dir", to: "/tmp_dir" })
  .mount({ from: "build_dir", to: "/build_dir" })
  .mount({ fromPath: "~/made/here", to: "/host_dir" })
  .install(...all)
  .beforeSetup(...all)
  .setup("echo numbers $(cat /tmp_dir/number /build_dir/number /host_dir/number)");
export const child = image("child").from(app).setup("echo child $(cat /build_dir/number) $(ls /tmp_dir)");
export default project("${project.name}", { giterminism: { mounts: { buildDir: true, fromPaths: "~/made/here" } } });
`;
  try {
    for (const [version, numbers] of [
      [1, "numbers 2 2 2"],
      [2, "numbers 2 4 4"],
    ] as const) {
      project.write({ "build.ts": buildTs(version) });
      project.commit();
      const { exitCode, stdout, stderr } = await project.builder("run", "--json", "--progress", "plain");
      expect(exitCode, stderr).toBe(0);
      const report = JSON.parse(stdout);
      expect(linesOf(stderr, "app")).toContain(numbers);
      expect(builtStages(report, "child")).toEqual(["from", "setup"]);
      expect(linesOf(stderr, "child")).toContain(`child ${numbers.split(" ")[2]}`);
      const app = referenceOf(report, "app");
      const left = project.inImage(app, "sh", "-c", "ls -A /tmp_dir /build_dir /host_dir; stat -c %a /tmp_dir");
      expect(left).toBe("/build_dir:\n\n/host_dir:\n\n/tmp_dir:\n1777");
      const { Labels } = JSON.parse(docker("inspect", app ?? ""))[0].Config;
      expect(Labels).toMatchObject({
        "werf-mount-type-tmp-dir": "/tmp_dir",
        "werf-mount-type-build-dir": "/build_dir",
        "werf-mount-type-custom-dir-~--made--here": "/host_dir",
      });
    }
    expect(readFileSync(join(host, "made/here/number"), "utf8")).toBe("4\n");
    expect(existsSync(join(homedir(), name))).toBe(false);
    const volumes = () => docker("volume", "ls", "--quiet", "--filter", `label=builder.project=${project.name}`);
    expect(volumes().split("\n").length).toBe(1);
    const purged = await project.builder("purge");
    expect(purged.exitCode, purged.stdout + purged.stderr).toBe(0);
    expect(volumes()).toBe("");
  } finally {
    rmSync(host, { recursive: true, force: true });
  }
});

test("a base from elsewhere has no say in what is mounted from this machine", async () => {
  const host = mkdtempSync(join(tmpdir(), "builder-foreign-"));
  using project = createProject();
  const foreign = `${project.name}-foreign:1`;
  const labels = [`werf-mount-type-custom-dir-${host.replaceAll("/", "--")}=/in`, "werf-mount-type-build-dir=/kept"];
  execFileSync(
    "docker",
    ["build", "--quiet", ...labels.flatMap((label) => ["--label", label]), "--tag", foreign, "-"],
    {
      input: `FROM ${testBase}\n`,
    },
  );
  bases.push(foreign);
  try {
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app").from("${foreign}").setup("mkdir -p /in /kept && echo x > /in/file");
export default project("${project.name}");
`,
    });
    project.commit();
    const report = await project.run();
    expect(project.inImage(referenceOf(report, "app"), "cat", "/in/file")).toBe("x");
    expect(existsSync(join(host, "file"))).toBe(false);
    expect(docker("volume", "ls", "--quiet", "--filter", `label=builder.project=${project.name}`)).toBe("");
  } finally {
    rmSync(host, { recursive: true, force: true });
  }
});

test("secrets of all kinds can be read while commands run, and are nowhere else", async () => {
  const value = `s3cr3t-${Date.now()}`;
  using project = createProject({ TOKEN: value });
  const buildTs = (secrets: string) => `import { image, project } from "builder";
export const app = image("app").from("${testBase}")${secrets}
  .install("wc -c < /run/secrets/TOKEN > /length", "cat /run/secrets/TOKEN /run/secrets/key.txt; test \\"$(cat /run/secrets/text)\\" = given-text")
  .setup("ls /run/secrets; echo done; test \\"$(stat -c %a /run/secrets/TOKEN)\\" = 400");
export default project("${project.name}", {
  giterminism: { secrets: { env: "TOKEN", files: "key.txt", ids: "text" } },
});
`;
  const secrets = `.secret({ env: "TOKEN" }).secret({ file: "key.txt" }).secret({ value: "given-text", id: "text" })`;
  project.write({ "build.ts": buildTs(secrets), "key.txt": "of-a-file\n" });
  project.commit();
  const { exitCode, stdout, stderr } = await project.builder("run", "--json", "--progress", "plain");
  expect(exitCode, stderr).toBe(0);
  const report = JSON.parse(stdout);
  const reference = referenceOf(report, "app");
  expect(project.inImage(reference, "cat", "/length")).toBe(String(value.length));
  // One command printed two of them on one line.
  expect(linesOf(stderr, "app")).toEqual(expect.arrayContaining(["******", "TOKEN", "key.txt", "text"]));
  const layers = docker("history", "--quiet", "--no-trunc", reference ?? "").split("\n");
  const everywhere = `${stdout}${stderr}${docker("inspect", reference ?? "", ...layers.filter((id) => id.startsWith("sha256")))}`;
  for (const hidden of [value, "of-a-file", "given-text"]) expect(everywhere).not.toContain(hidden);
  expect(
    project.inImage(reference, "sh", "-c", "ls -A /run 2>/dev/null | grep -v secrets; ls -A /run/secrets; true"),
  ).toBe("");

  // Another content is no reason to build.
  project.write({ "key.txt": "another\n" });
  project.commit();
  expect(builtStages(await project.run())).toEqual([]);
});

test("commands are in the network that the image asks for, unless the command line says another", async () => {
  using project = createProject();
  const network = (mode: string) => `.network("${mode}")`;
  project.write({
    "build.ts": `import { image, project } from "builder";
const interfaces = "echo $(ls /sys/class/net) > /net";
export const none = image("none").from("${testBase}")${network("none")}.setup(interfaces);
export const host = image("host").from("${testBase}")${network("host")}.setup(interfaces + "; true");
export const own = image("own").from("${testBase}").setup(interfaces + ";");
export default project("${project.name}");
`,
  });
  project.commit();
  const seen = (report: Awaited<ReturnType<typeof project.run>>) =>
    Object.fromEntries(
      ["none", "host", "own"].map((name) => [name, project.inImage(referenceOf(report, name), "cat", "/net")]),
    );
  const { none, host, own } = seen(await project.run());
  expect(none).toBe("lo");
  // Of the machine, which has one for its containers.
  expect(host?.split(" ")).toContain("docker0");
  expect(own).toBe("eth0 lo");

  // In no digest: only a stage that is built again is in another network.
  expect((await project.run("--network", "none")).images.map(({ action }) => action)).toEqual([
    "reuse",
    "reuse",
    "reuse",
  ]);
  project.write({ "build.ts": project.git("show", "HEAD:build.ts").replaceAll("> /net", ">> /net") });
  project.commit();
  expect(seen(await project.run("--network", "none"))).toEqual({ none: "lo", host: "lo", own: "lo" });
});

test("values of other images are variables after the place where they arrive, and not before", async () => {
  using project = createProject();
  const values = '{ NAME: "ImageName", ID: "ImageID", REPO: "ImageRepo", TAG: "ImageTag" }';
  const show = (file: string) => `echo "of $NAME $ID $REPO $TAG" > ${file}`;
  const buildTs = (marker: string) => `import { dockerfile, image, project } from "builder";
export const worker = image("worker").from("${testBase}").install("echo ${marker} > /worker");
export const tool = dockerfile("tool");
export const app = image("app").from("${testBase}").fromCacheVersion("app")
  .dependencies(worker, { after: "install", env: ${values} })
  .dependencies(tool, { before: "setup", env: { TOOL: "ImageName" } })
  .import(tool, { add: "/tool", to: "/from-tool", before: "setup" })
  .install('${show("/install")}')
  .beforeSetup('${show("/before-setup")}; echo "$TOOL" > /no-tool')
  .setup('${show("/setup")}; echo "$TOOL" > /tool');
export default project("${project.name}");
`;
  project.write({ "build.ts": buildTs("one"), Dockerfile: `FROM ${testBase}\nRUN echo tool > /tool\n` });
  project.commit();
  const report = await project.run();
  expect(builtStages(report, "app")).toEqual([
    "from",
    "install",
    "dependenciesAfterInstall",
    "beforeSetup",
    "dependenciesBeforeSetup",
    "setup",
  ]);
  const worker = referenceOf(report, "worker") ?? "";
  const id = docker("inspect", "--format", "{{.Id}}", worker);
  const [repo, tag] = worker.split(":");
  const told = `of ${worker} ${id} ${repo} ${tag}`;
  const app = referenceOf(report, "app");
  expect(
    project.inImage(app, "cat", "/install", "/before-setup", "/setup", "/no-tool", "/tool", "/from-tool").split("\n"),
  ).toEqual(["of    ", told, told, "", referenceOf(report, "tool"), "tool"]);
  const { Env, Labels } = JSON.parse(docker("inspect", app ?? ""))[0].Config;
  expect(Env).toEqual(expect.arrayContaining([`NAME=${worker}`, `ID=${id}`, `REPO=${repo}`, `TAG=${tag}`]));
  expect(Object.values(Labels)).toEqual(expect.arrayContaining([tag]));

  project.write({ "build.ts": buildTs("two") });
  project.commit();
  const second = await project.run();
  expect(builtStages(second, "app")).toEqual([
    "dependenciesAfterInstall",
    "beforeSetup",
    "dependenciesBeforeSetup",
    "setup",
  ]);
});
