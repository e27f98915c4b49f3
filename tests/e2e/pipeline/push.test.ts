import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testBase } from "../../support/base-image.ts";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { docker } from "../../support/project.ts";
import { startRegistry, type TestRegistry } from "../../support/registry.ts";

const login = { username: "ci user", password: "p$ss:w0rd" };
let registry: TestRegistry;
let dockerConfig: string;

beforeAll(async () => {
  registry = await startRegistry({ basic: login });
  dockerConfig = mkdtempSync(join(tmpdir(), "builder-docker-config-"));
  const auth = Buffer.from(`${login.username}:${login.password}`).toString("base64");
  writeFileSync(join(dockerConfig, "config.json"), JSON.stringify({ auths: { [registry.host]: { auth } } }));
});
afterAll(async () => {
  const names = docker("images", "--format", "{{.Repository}}:{{.Tag}}").split("\n");
  for (const name of names.filter((each) => each.startsWith(`${registry.host}/`))) docker("rmi", "--force", name);
  rmSync(dockerConfig, { recursive: true });
  await registry.stop();
});

const secrets = { REGISTRY_PASSWORD: login.password, X_IMAGE_USER: "node", X_PORTS: "9000/udp" };
const asked = `
    username: "${login.username}", password: secret("REGISTRY_PASSWORD"),
    ports: "5000, 8080/tcp $PORTS 6000-6001", volumes: "/data,/logs", workingDir: "/srv/$NAME", user: "$IMAGE_USER",
    cmd: '/bin/sh -c "echo $NAME; pwd; id -u"', stopSignal: "SIGQUIT", author: "Ann $NAME", message: "made by $NAME",
    env: '"A=1","B=two words",C=$NAME D=x=y', labels: '"one=1","with.dots/too=a=b, c"',`;
const expected = {
  User: "node",
  WorkingDir: "/srv/world",
  Cmd: ["/bin/sh", "-c", "echo world; pwd; id -u"],
  Entrypoint: [],
  StopSignal: "SIGQUIT",
  Volumes: ["/data", "/logs"],
  ExposedPorts: ["5000/tcp", "6000/tcp", "6001/tcp", "8080/tcp", "9000/udp"],
  Labels: { one: "1", "with.dots/too": "a=b, c" },
  Author: "Ann world",
  Comment: "made by world",
};

describe("an image that is pushed and pulled back", () => {
  test("of the box has the box's files and variables, the config that was asked for, and nothing of builder's", async () => {
    using project = createPipelineProject(
      `
export const test = pipeline("test")
  .box(base, { env: { KEPT: "box", LEAKED: "a $TOKEN" } })
  .env({ NAME: "wrong" })
  .step(script("prepare", "export NAME=world UNSEEN=1; mkdir -p /srv/world && chown 1000 /srv/world; echo 'from the box' > /made"))
  .step(internal.dockerPush({ repository: "${registry.host}/Team/App", tag: "v1, $NAME", ${asked} }));`,
      { ...secrets, XXX_TOKEN: "very-s3cret" },
    );
    const { exitCode, stderr, report, output } = await runPipeline(project, "test");
    expect(exitCode, stderr).toBe(0);
    const run = output.find((line) => /^Pushed .*:[0-9a-f]{24} /.test(line))?.match(/:([0-9a-f]{24}) /)?.[1];
    expect(output).toEqual([
      "Left out of the image, because they hold secrets: LEAKED",
      ...["v1", "world", run].map((tag) => expect.stringContaining(`Pushed ${registry.host}/team/app:${tag} (sha256:`)),
    ]);
    const image = pull(`${registry.host}/team/app`, "v1", "world", run ?? "");
    const { Env, ...config } = image;
    expect(config).toEqual(expected);
    expect([...Env].sort()).toEqual(["A=1", "B=two words", "C=world", "D=x=y", "KEPT=box"]);
    const reference = `${registry.host}/team/app:v1`;
    expect(docker("run", "--rm", reference)).toBe("world\n/srv/world\n1000");
    expect(docker("run", "--rm", "--entrypoint", "/bin/cat", reference, "/made")).toBe("from the box");
    expect(docker("run", "--rm", "--entrypoint", "/bin/ls", reference, "/pipeline/source")).toBe("build.ts");
    expect([stderr, JSON.stringify(report), docker("history", "--no-trunc", reference)].join()).not.toMatch(
      /p\$ss:w0rd|very-s3cret/,
    );
  });

  test("from scratch has the output alone, and the same config", async () => {
    using project = createPipelineProject(
      `
export const test = pipeline("test").box(base).env({ NAME: "world" })
  .step(script("build", [
    "mkdir -p $WERCKER_OUTPUT_DIR/bin $WERCKER_OUTPUT_DIR/etc $WERCKER_OUTPUT_DIR/srv",
    "cp /bin/busybox $WERCKER_OUTPUT_DIR/bin/sh", "cp /etc/passwd $WERCKER_OUTPUT_DIR/etc",
    "cd $WERCKER_OUTPUT_DIR", "ln -s sh bin/link", "ln bin/sh bin/id", "chmod 4755 bin/sh; chown 1000:7 etc/passwd",
  ]))
  .step(internal.dockerScratchPush({ repository: "${registry.host}/scratch", ${asked} }));
export const source = pipeline("source").box(base)
  .step(internal.dockerScratchPush({ repository: "scratch", registry: "https://${registry.host}/v2", tag: "source",
    username: "${login.username}", password: secret("REGISTRY_PASSWORD"), entrypoint: ["/tool", "$HOME"] }));
export const elsewhere = pipeline("elsewhere").box(base)
  .step(script("root", "mkdir /rootfs; echo hi > /rootfs/hi; export WERCKER_ROOT=/rootfs; echo no > $WERCKER_OUTPUT_DIR/no"))
  .step(internal.dockerScratchPush({ repository: "${registry.host}/scratch", tag: "elsewhere",
    username: "${login.username}", password: secret("REGISTRY_PASSWORD") }));`,
      secrets,
    );
    project.write({ tool: readFileSync("/bin/busybox") });
    project.commit();
    const { exitCode, stderr } = await runPipeline(project, "test");
    expect(exitCode, stderr).toBe(0);
    const { Env, ...config } = pull(`${registry.host}/scratch`, "latest");
    expect(config).toEqual(expected);
    expect(Env).toEqual(["A=1", "B=two words", "C=world", "D=x=y"]);
    expect(docker("run", "--rm", `${registry.host}/scratch:latest`)).toBe("world\n/srv/world\n1000");
    expect(listFiles(`${registry.host}/scratch:latest`)).toEqual(
      [
        "drwxr-xr-x 0/0 bin/",
        "hrwsr-xr-x 0/0 bin/sh link to bin/id",
        "lrwxrwxrwx 0/0 bin/link -> sh",
        "-rwsr-xr-x 0/0 bin/id",
        "drwxr-xr-x 0/0 etc/",
        "-rw-r--r-- 1000/7 etc/passwd",
        "drwxr-xr-x 0/0 srv/",
      ].sort(),
    );

    for (const name of ["source", "elsewhere"]) {
      const other = await runPipeline(project, name);
      expect(other.exitCode, other.stderr).toBe(0);
    }
    const ofSource = pull(`${registry.host}/scratch`, "source");
    expect(ofSource).toMatchObject({ Entrypoint: ["/tool", "$HOME"], Cmd: [], Env: [] });
    expect(listFiles(`${registry.host}/scratch:source`).filter((line) => !line.includes(" .git"))).toEqual([
      expect.stringMatching(/^-rw-r--r-- \d+\/\d+ build\.ts$/),
      expect.stringMatching(/^-rw-r--r-- \d+\/\d+ tool$/),
    ]);
    pull(`${registry.host}/scratch`, "elsewhere");
    expect(listFiles(`${registry.host}/scratch:elsewhere`)).toEqual(["-rw-r--r-- 0/0 hi"]);
  });
});

test("where it goes may come from variables that refer to each other, and lines of one that a step has exported disturb nothing", async () => {
  using project = createPipelineProject(
    `
export const test = pipeline("test").box(base)
  .step(script("make", ["export KEY='-----BEGIN", "A=not a variable", "END-----'; export VERSION=v7", "echo $REPO"]))
  .step(internal.dockerPush({ username: "$USER_NAME", password: secret("REGISTRY_PASSWORD"), repository: "$REPO", tag: "$VERSION$A" }));`,
    { REGISTRY_PASSWORD: login.password },
  );
  project.write({
    ENVIRONMENT: `X_HOST=${registry.host}\nX_TEAM=chained\nX_REPO=$HOST/$TEAM/app\nX_USER_NAME=${login.username}\n`,
  });
  const { exitCode, output, stderr } = await runPipeline(project, "test");
  expect(exitCode, stderr).toBe(0);
  expect(output[0]).toBe(`${registry.host}/chained/app`);
  expect(output[1]).toContain(`Pushed ${registry.host}/chained/app:v7 (sha256:`);
});

test("an image that was built from a private one is pushed with what is asked for besides", async () => {
  using project = createPipelineProject(
    `
const login = { username: "${login.username}", password: secret("REGISTRY_PASSWORD") };
export const test = pipeline("test").box(base)
  .step(internal.dockerBuild({ imageName: "app:v2", registryAuthConfig: { "https://${registry.host}/v2/": login } }))
  .step(internal.dockerPush({ ...login, imageName: "app:v2", repository: "${registry.host}/built", tag: "1", labels: "added=yes" }));
export const refused = pipeline("refused").box(base).step(internal.dockerBuild({ imageName: "app", noCache: true }));`,
    secrets,
  );
  const base = `${registry.host}/private:1`;
  docker("tag", testBase, base);
  docker("--config", dockerConfig, "push", "--quiet", base);
  docker("rmi", base);
  project.write({ Dockerfile: `FROM ${base}\nLABEL own=1\nCMD ["/bin/echo", "built"]\n` });
  project.commit();
  const refused = await runPipeline(project, "refused");
  expect(refused.report.error).toMatchObject({
    code: "PIPELINE.BUILD_FAILED",
    why: expect.stringMatching(/auth|denied/i),
  });
  const { exitCode, stderr } = await runPipeline(project, "test");
  expect(exitCode, stderr).toBe(0);
  const { Labels, Cmd } = pull(`${registry.host}/built`, "1");
  expect({ Labels, Cmd }).toEqual({
    Labels: { "builder.test": "base", own: "1", added: "yes" },
    Cmd: ["/bin/echo", "built"],
  });
  expect(docker("run", "--rm", `${registry.host}/built:1`)).toBe("built");
});

test("what cannot be pushed is an error that says what is wrong, before anything is made", async () => {
  using project = createPipelineProject(
    `
const to = { repository: "${registry.host}/app" };
export const tag = pipeline("tag").box(base).step(internal.dockerPush({ ...to, tag: "not/good" }));
export const labels = pipeline("labels").box(base).step(internal.dockerPush({ ...to, labels: "a=b oops" }));
export const password = pipeline("password").box(base).step(internal.dockerPush({ ...to, username: "ci user", password: "wr0ng-pass" }));
export const image = pipeline("image").box(base).step(internal.dockerPush({ ...to, imageName: "never-built" }));`,
  );
  const found = [];
  for (const name of ["tag", "labels", "password", "image"]) {
    const { exitCode, report, stderr } = await runPipeline(project, name);
    found.push([exitCode, report.error?.code, report.error?.why]);
    expect(stderr).not.toContain("wr0ng-pass");
  }
  expect(found).toEqual([
    [1, "PIPELINE.STEP_PROPERTY", "Invalid tag: not/good"],
    [1, "PIPELINE.STEP_PROPERTY", '"oops" is not NAME=VALUE'],
    [1, "ENGINE.PUSH_FAILED", expect.stringMatching(/unauthorized|no basic auth/)],
    [1, "PIPELINE.UNKNOWN_IMAGE", undefined],
  ]);
});

/** Fetches an image again, the engine having forgotten it, and reads the parts of its config that a push may set. */
function pull(repository: string, ...tags: readonly string[]): PulledImage {
  const ids = tags.map((tag) => {
    const reference = `${repository}:${tag}`;
    docker("rmi", "--force", reference);
    docker("--config", dockerConfig, "pull", "--quiet", reference);
    return docker("inspect", "--format", "{{.Id}}", reference);
  });
  expect(new Set(ids).size).toBe(1);
  const [{ Config, Author, Comment }] = JSON.parse(docker("inspect", ids[0] ?? ""));
  const { User, WorkingDir, StopSignal, Labels } = Config;
  const [Env, Cmd, Entrypoint] = [Config.Env ?? [], Config.Cmd ?? [], Config.Entrypoint ?? []];
  const Volumes = Object.keys(Config.Volumes ?? {}).sort();
  const ExposedPorts = Object.keys(Config.ExposedPorts ?? {}).sort();
  return { User, WorkingDir, Cmd, Entrypoint, StopSignal, Labels, Env, Volumes, ExposedPorts, Author, Comment };
}

interface PulledImage {
  readonly Env: readonly string[];
  readonly [field: string]: unknown;
}

/** The members of the one layer of an image, as tar lists them. */
function listFiles(reference: string): readonly string[] {
  const list = execFileSync(
    "/bin/sh",
    ["-c", 'docker save "$1" | tar -xO --wildcards "*/layer.tar" | tar -tv --numeric-owner', "sh", reference],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  return list
    .trim()
    .split("\n")
    .map((line) => line.replace(/^(\S+) (\S+) +\d+ \S+ \S+ (?:\.\/)?/, "$1 $2 "))
    .sort();
}
