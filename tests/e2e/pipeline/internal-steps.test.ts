import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { atTerminal } from "../../support/at-terminal.ts";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { docker } from "../../support/project.ts";

test("an image that is built of the source runs on the network until it is ended, and goes with the run", async () => {
  using project = createPipelineProject(
    `
export const test = pipeline("test").box(base).env({ GREETING: "hello" }).basePath("/app")
  .step(script("change", "echo changed > docker/page; mkdir docker/skipped; echo no > docker/skipped/file; export PORT=5001"))
  .step(internal.dockerBuild({ imageName: "web", context: "docker", dockerfile: "Web.dockerfile", noCache: true,
    buildArgs: 'TEXT="$GREETING world" NUMBER=4=2', labels: 'made.by="a b",PORT=$PORT', extraHosts: "other:10.1.2.3" }))
  .step(internal.dockerRun({ name: "web-server", image: "web", env: 'PORT=$PORT SECRET=$TOKEN', user: "node", workingDir: "/www",
    cmd: ["/bin/sh", "-c", 'echo "$PORT \${#SECRET} $(id -u) $(pwd)" > /tmp/facts; exec /bin/busybox httpd -f -p $PORT -h /www'] }))
  .step(script("ask", [
    'for i in $(busybox seq 100); do busybox wget -q -O - http://web-server:5001/index.html 2> /dev/null && break; sleep 0.3; done',
    "busybox wget -q -O - http://web-server:5001/facts"]))
  .step(internal.dockerKill({ name: "web-\${UNKNOWN}server" }))
  .step(script("gone", "busybox wget -q -T 2 -O - http://web-server:5001/ 2> /dev/null || echo gone"))
  .step(internal.dockerKill({ name: "web-server" }));`,
    { XXX_TOKEN: "sup3r-secret" },
  );
  project.write({
    "docker/Web.dockerfile": `FROM builder-test/busybox:1
ARG TEXT
ARG NUMBER
RUN busybox mkdir /www && busybox ln -s /tmp/facts /www/facts
COPY . /context
RUN echo "$TEXT $NUMBER $(cat /context/page)" > /www/index.html; ls /context >> /www/index.html; busybox grep other /etc/hosts >> /www/index.html
`,
    "docker/page": "old",
    "docker/.dockerignore": "skipped\n",
  });
  project.commit();
  const { exitCode, output, report, stderr } = await runPipeline(project, "test");
  expect(exitCode, stderr).toBe(1);
  const from = output.indexOf("Started web-server");
  expect(output.slice(from)).toEqual([
    "Started web-server",
    "hello world 4=2 changed",
    "Web.dockerfile",
    "page",
    expect.stringMatching(/^10\.1\.2\.3\s+other/),
    "5001 12 1000 /www",
    "Ended web-server",
    "gone",
  ]);
  expect(report.error).toMatchObject({ code: "PIPELINE.UNKNOWN_CONTAINER" });
  expect(stderr).not.toContain("sup3r-secret");
  expect(docker("images", "--quiet", "--filter", "reference=*web")).toBe("");
});

test("a Dockerfile that fails, and one that is not there, are told with the engine's words", async () => {
  using project = createPipelineProject(`
export const fails = pipeline("fails").box(base).step(internal.dockerBuild({ imageName: "x", quiet: true }));
export const missing = pipeline("missing").box(base).step(internal.dockerBuild({ imageName: "x", context: "nowhere" }));`);
  project.write({ Dockerfile: "FROM builder-test/busybox:1\nRUN echo said; exit 9\n" });
  project.commit();
  const fails = await runPipeline(project, "fails");
  expect(fails.report.error).toMatchObject({ code: "PIPELINE.BUILD_FAILED", why: expect.stringContaining("9") });
  expect(fails.output).toEqual([]);
  const missing = await runPipeline(project, "missing");
  expect(missing.report.error).toMatchObject({
    code: "PIPELINE.NO_CONTEXT",
    message: expect.stringContaining("/pipeline/source/nowhere"),
  });
});

test("the box is stored as an archive that docker and other programs load", async () => {
  using project = createPipelineProject(`
export const test = pipeline("test").box(base, { env: { MODE: "stored" } })
  .step(script("make", "echo stored > /made"), internal.storeContainer(), internal.storeContainer({ file: "out/$WERCKER_GIT_BRANCH.tar" }));`);
  const { exitCode, output, stderr } = await runPipeline(project, "test", "--artifacts", "artifacts");
  expect(exitCode, stderr).toBe(0);
  expect(readdirSync(join(project.folder, "out"))).toEqual(["main.tar"]);
  const archive = join(project.folder, "artifacts", "test.tar");
  const members = execFileSync("tar", ["-tf", archive], { encoding: "utf8" }).trim().split("\n");
  expect(members.slice(0, 3)).toEqual(["oci-layout", "index.json", "manifest.json"]);
  expect(members.slice(3).every((name) => /^blobs\/sha256\/[0-9a-f]{64}$/.test(name))).toBe(true);
  const name = /makes (\S+) of it$/.exec(output.at(-1) ?? "")?.[1] ?? "";
  try {
    expect(docker("load", "--input", archive)).toContain(`Loaded image: ${name}`);
    expect(docker("run", "--rm", name, "/bin/cat", "/made")).toBe("stored");
    expect(docker("inspect", "--format", "{{json .Config.Env}} {{json .Config.Labels}}", name)).toBe(
      '["MODE=stored"] {}',
    );
  } finally {
    docker("rmi", name);
  }
  if (existsSync("/usr/bin/buildah")) {
    const copied = join(project.folder, "containers");
    execFileSync(
      "buildah",
      [
        "--root",
        join(copied, "root"),
        "--runroot",
        join(copied, "run"),
        "--storage-driver",
        "vfs",
        "pull",
        "--quiet",
        `oci-archive:${archive}`,
      ],
      { stdio: "pipe" },
    );
  }
});

test("a shell is the person's: its own variables, files and code, and its exit code is the step's", async () => {
  using project = createPipelineProject(
    `
export const test = pipeline("test").box(base).env({ TOKEN: secret("TOKEN") })
  .step(script("set", "export FROM=steps; cd /tmp"))
  .step(internal.shell({ code: "greet() { echo greet-$FROM-\${#TOKEN}-\${PWD##*/}; }" }), script("after", "echo after"));`,
    { TOKEN: "t0p-s3cret" },
  );
  const typed = (text: string): ReturnType<typeof atTerminal> => {
    const args = ["run", "test", "--progress", "plain"];
    return atTerminal(project.folder, args, [{ after: /greet\(\)[\s\S]*# /, text }], { TOKEN: "t0p-s3cret" });
  };
  const good = await typed("greet; test -t 0 && echo a-terminal; ls /pipeline/*.sh 2>&1 | head -n 1; exit\r");
  expect(good.exitCode, good.screen).toBe(0);
  expect(good.screen).toContain("greet-steps-10-source");
  expect(good.screen).toContain("a-terminal\r");
  expect(good.screen).toMatch(/No such file/);
  expect(good.screen).toContain("after");
  expect(good.screen).not.toContain("t0p-s3cret");
  const bad = await typed("exit 7\r");
  expect(bad.exitCode, bad.screen).toBe(1);
  expect(bad.screen).toContain("the shell ended with exit code 7");
  const nobody = await runPipeline(project, "test");
  expect(nobody.report.error?.code).toBe("PIPELINE.NO_TERMINAL");
});
