import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { programFiles } from "../support/program-files.ts";
import { builtStages, createProject, docker, reasonOf, type TestProject } from "../support/project.ts";

/** A project of one Dockerfile image. */
function dockerfileProject(
  options: string,
  files: Readonly<Record<string, string | Buffer>>,
  environment: Readonly<Record<string, string>> = {},
): TestProject {
  const project = createProject(environment);
  write(project, options, files);
  return project;
}

function write(project: TestProject, options: string, files: Readonly<Record<string, string | Buffer>> = {}): void {
  project.write({
    "build.ts": `import { dockerfile, project } from "builder";
export const app = dockerfile("app", ${options});
export default project("${project.name}", { giterminism: { secrets: { env: "TOKEN", files: "key.txt", ids: "text" } } });
`,
    ...files,
  });
  project.commit();
}

const sshAdd = "/usr/bin/ssh-add";

const config = (reference: string | undefined) => JSON.parse(docker("inspect", reference ?? ""))[0].Config;

/** "" for an image that another test has removed meanwhile. */
function historyOf(id: string): string {
  return spawnSync("docker", ["history", "--no-trunc", id], { encoding: "utf8" }).stdout;
}

/** Images without a name that carry a label of the project. */
function nameless(project: TestProject): string {
  return docker("images", "--quiet", "--filter", "dangling=true", "--filter", `label=werf=${project.name}`);
}

describe("a Dockerfile image", () => {
  test("has the files, config and labels that its target says, and is reused until something that it needs changes", async () => {
    const dockerfile = (comment: string) => `# ${comment}
ARG BASE=none
FROM \${BASE} AS build
ARG VERSION=dev
COPY src/file* /out/
RUN echo "$VERSION" > /out/version && touch /out/run

FROM ${testBase} AS unused
RUN echo ${comment}

FROM ${testBase} AS result
ENV MODE="mode-$UNSET"
LABEL color=red
WORKDIR /work
USER node
COPY --from=build /out /app
ENTRYPOINT ["cat"]
CMD ["/app/file1"]
VOLUME /data
EXPOSE 80/tcp
HEALTHCHECK CMD true
STOPSIGNAL SIGTERM
ONBUILD RUN echo onbuild

FROM ${testBase}
RUN false
`;
    using project = dockerfileProject(
      `{ target: "result", args: { BASE: "${testBase}", VERSION: 1 }, dockerfile: "docker/Dockerfile" }`,
      { "docker/Dockerfile": dockerfile("one"), "src/file1": "one\n", "src/file2": "two\n", "other.txt": "1" },
    );
    const first = await project.run();
    expect(builtStages(first)).toEqual(["dockerfile"]);
    expect(reasonOf(first, "dockerfile")).toBe("first build");
    const reference = first.images[0]?.reference;
    expect(project.inImage(reference, "cat", "/app/file1", "/app/file2", "/app/version", "/app/run")).toBe(
      "one\ntwo\n1",
    );
    expect(config(reference)).toMatchObject({
      User: "node",
      WorkingDir: "/work",
      Entrypoint: ["cat"],
      Cmd: ["/app/file1"],
      Volumes: { "/data": {} },
      ExposedPorts: { "80/tcp": {} },
      StopSignal: "SIGTERM",
      OnBuild: ["RUN echo onbuild"],
      Healthcheck: { Test: ["CMD-SHELL", "true"] },
      Labels: { color: "red", werf: project.name, "builder.stage": "dockerfile", "builder.image": "app" },
    });
    expect(config(reference).Env).toContain("MODE=mode-");
    expect(nameless(project)).toBe("");

    project.write({ "docker/Dockerfile": dockerfile("two"), "other.txt": "2" });
    project.commit();
    const second = await project.run();
    expect(builtStages(second)).toEqual([]);
    expect(second.images[0]?.reference).toBe(reference);

    project.write({ "src/file1": "changed\n" });
    project.commit();
    const third = await project.run();
    expect(reasonOf(third, "dockerfile")).toBe("src/file1 changed");
    expect(project.inImage(third.images[0]?.reference, "cat", "/app/file1")).toBe("changed");

    project.write({ "docker/Dockerfile": dockerfile("two").replace("USER node", "USER root") });
    project.commit();
    expect(reasonOf(await project.plan(), "dockerfile")).toBe("docker/Dockerfile line 15 changed");

    write(project, `{ target: "result", args: { BASE: "${testBase}", VERSION: 2 }, dockerfile: "docker/Dockerfile" }`, {
      "docker/Dockerfile": dockerfile("two"),
    });
    const fifth = await project.run();
    expect(reasonOf(fifth, "dockerfile")).toBe("build arg VERSION changed");
    expect(project.inImage(fifth.images[0]?.reference, "cat", "/app/version")).toBe("2");
  });

  test("gets its context from the commit alone, without what .dockerignore leaves out", async () => {
    using project = dockerfileProject(`{ context: "app" }`, {
      "app/Dockerfile": `FROM ${testBase}\nCOPY . /app\n`,
      "app/.dockerignore": "# comment\nDockerfile\n**/*.log\n!keep.log\nsecret\n",
      "app/a.txt": "committed",
      "app/keep.log": "kept",
      "app/deep/b.log": "ignored",
      "app/secret/key": "ignored",
      "outside.txt": "not in the context",
    });
    project.write({ "app/a.txt": "not committed", "app/new.txt": "not committed" });
    const { images } = await project.run("--loose-giterminism");
    expect(project.inImage(images[0]?.reference, "find", "/app", "-type", "f").split("\n").sort()).toEqual([
      "/app/.dockerignore",
      "/app/a.txt",
      "/app/keep.log",
    ]);
    expect(project.inImage(images[0]?.reference, "cat", "/app/a.txt")).toBe("committed");

    project.write({ "app/deep/b.log": "still ignored" });
    project.git("checkout", "--", "app/a.txt");
    project.remove("app/new.txt");
    project.commit();
    expect(builtStages(await project.run())).toEqual([]);
  });

  test("keeps modes, links and folders of the commit", async () => {
    using project = createProject();
    project.write({ "bin/tool": "#!/bin/sh\n", "lib/a": "a" });
    project.symlink("link", "lib/a");
    project.git("add", "--all");
    project.git("update-index", "--chmod=+x", "bin/tool");
    project.git("commit", "--quiet", "--message", "files");
    project.git("checkout", "--", ".");
    write(project, "{}", { Dockerfile: `FROM ${testBase}\nCOPY . /app\n` });
    const { images } = await project.run();
    const show = project.inImage(
      images[0]?.reference,
      "stat",
      "-c",
      "%a %F %N",
      "/app/bin/tool",
      "/app/link",
      "/app/lib",
    );
    expect(show).toBe(
      "755 regular file /app/bin/tool\n777 symbolic link '/app/link' -> 'lib/a'\n755 directory /app/lib",
    );
  });

  test("knows added hosts while it is built", async () => {
    using project = dockerfileProject(`{ addHost: ["data.test:10.1.2.3"] }`, {
      Dockerfile: `FROM ${testBase}\nRUN grep data.test /etc/hosts > /hosts\n`,
    });
    const { images } = await project.run();
    expect(project.inImage(images[0]?.reference, "cat", "/hosts")).toBe("10.1.2.3\tdata.test");
  });

  test("is built in the network that it asks for, which is in no digest", async () => {
    const Dockerfile = `FROM ${testBase}\nRUN ls /sys/class/net > /net\n`;
    using project = dockerfileProject(`{ network: "none" }`, { Dockerfile });
    const { images } = await project.run();
    expect(project.inImage(images[0]?.reference, "cat", "/net")).toBe("lo");
    write(project, "{}");
    expect(builtStages(await project.run())).toEqual([]);
  });

  test("is built again for another cache version", async () => {
    using project = dockerfileProject(`{ cacheVersion: "1" }`, { Dockerfile: `FROM ${testBase}\nRUN true\n` });
    await project.run();
    write(project, `{ cacheVersion: "2" }`);
    expect(reasonOf(await project.plan(), "dockerfile")).toBe("cache version 1 → 2");
  });
});

describe("files of the work tree", () => {
  const buildTs = (project: TestProject, giterminism: string) => `import { dockerfile, project } from "builder";
export const app = dockerfile("app", { context: "app", contextAddFiles: ["made", "one.txt"] });
export default project("${project.name}"${giterminism});
`;

  test("enter the context where they are allowed, and a change of theirs builds the image again", async () => {
    using project = createProject();
    project.write({
      "build.ts": buildTs(project, `, { giterminism: { contextAddFiles: ["app/made", "app/one.txt"] } }`),
      "app/Dockerfile": `FROM ${testBase}\nCOPY . /app\n`,
      ".gitignore": "made\none.txt\n",
    });
    project.commit();
    project.write({ "app/made/a/b": "b", "app/one.txt": "1" });
    const first = await project.run();
    expect(project.inImage(first.images[0]?.reference, "cat", "/app/made/a/b", "/app/one.txt")).toBe("b1");
    expect(builtStages(await project.run())).toEqual([]);

    project.write({ "app/one.txt": "2" });
    expect(reasonOf(await project.plan(), "dockerfile")).toBe("one.txt of the work tree changed");
  });

  test("are refused where they are not allowed", async () => {
    using project = createProject();
    project.write({ "build.ts": buildTs(project, ""), "app/Dockerfile": `FROM ${testBase}\n` });
    project.commit();
    project.write({ "app/made": "", "app/one.txt": "" });
    const { exitCode, stderr } = await project.builder("run");
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("app/one.txt of the work tree");
  });
});

describe("a Dockerfile image that asks this machine for something", () => {
  test("gets secrets of all kinds, which are in its files only where it puts them, and never in output, labels, history or digest", async () => {
    const value = `s3cr3t-${Date.now()}`;
    const options = `{ secrets: [{ env: "TOKEN" }, { file: "key.txt" }, { value: "given", id: "text" }] }`;
    using project = dockerfileProject(
      options,
      {
        Dockerfile: `FROM ${testBase}
RUN --mount=type=secret,id=TOKEN --mount=type=secret,id=key.txt --mount=type=secret,id=text \\
    wc -c < /run/secrets/TOKEN > /length && cat /run/secrets/TOKEN /run/secrets/key.txt && test "$(cat /run/secrets/text)" = given
`,
        "key.txt": "of a file\n",
      },
      { TOKEN: value },
    );
    const { exitCode, stdout, stderr } = await project.builder("run", "--json", "--progress", "plain");
    expect(exitCode, stderr).toBe(0);
    const reference = JSON.parse(stdout).images[0].reference;
    expect(project.inImage(reference, "cat", "/length")).toBe(String(value.length));
    expect(stderr).toContain("***");
    const everywhere = `${stdout}${stderr}${docker("inspect", reference)}${docker("history", "--no-trunc", reference)}`;
    expect(everywhere).not.toContain(value);
    expect(project.inImage(reference, "ls", "/run/secrets")).toBe("");

    write(project, "{}");
    expect(builtStages(await project.run())).toEqual([]);
  });

  test.skipIf(!existsSync(sshAdd))("reaches the user's ssh agent", async () => {
    const folder = mkdtempSync(join(tmpdir(), "builder-agent-"));
    const socket = join(folder, "agent.sock");
    // An agent that knows one answer: it has no keys.
    const noKeys = Buffer.from([0, 0, 0, 5, 12, 0, 0, 0, 0]);
    const agent = createServer((client) => client.on("data", () => client.write(noKeys)));
    await new Promise<void>((resolve) => agent.listen(socket, resolve));
    try {
      using project = dockerfileProject(
        `{ ssh: "default" }`,
        {
          Dockerfile: `FROM ${testBase}
COPY root /
RUN --mount=type=ssh chmod +x /ssh-add /lib*/ld-* && { /ssh-add -l > /agent 2>&1 || true; }
`,
          ...programFiles(sshAdd, "root/ssh-add"),
        },
        { SSH_AUTH_SOCK: socket },
      );
      const { images } = await project.run();
      expect(project.inImage(images[0]?.reference, "cat", "/agent")).toBe("The agent has no identities.");
    } finally {
      agent.close();
      rmSync(folder, { recursive: true });
    }
  });

  test("says so when there is no agent", async () => {
    using project = dockerfileProject(
      `{ ssh: "default" }`,
      { Dockerfile: `FROM ${testBase}\nRUN true\n` },
      { SSH_AUTH_SOCK: "" },
    );
    const { stderr } = await project.builder("run");
    expect(stderr).toContain('There is no ssh agent "default"');
  });
});

describe("without BuildKit", () => {
  test("a Dockerfile is built by the engine's old builder, and no step's image stays", async () => {
    const marker = `marker-${Date.now()}`;
    using project = dockerfileProject(
      "{}",
      {
        Dockerfile: `FROM ${testBase} AS build
RUN echo ${marker} > /a
FROM ${testBase}
WORKDIR /w
COPY --from=build /a /w/a
COPY file /w/
`,
        file: "content",
      },
      { DOCKER_BUILDKIT: "0" },
    );
    const { images } = await project.run();
    expect(project.inImage(images[0]?.reference, "cat", "/w/a", "/w/file")).toBe(`${marker}\ncontent`);
    expect(
      docker("images", "--all", "--quiet", "--no-trunc", "--filter", "dangling=true")
        .split("\n")
        .filter((id) => id !== "" && historyOf(id).includes(marker)),
    ).toEqual([]);

    write(project, "{}", { Dockerfile: `FROM ${testBase}\nRUN true\nRUN echo ${marker} && exit 3\n` });
    const { exitCode, stderr } = await project.builder("run");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Dockerfile, line 3: ");
  });
});

describe("a Dockerfile image that cannot be built", () => {
  test("names the instruction, its line and the last lines of its output, and leaves nothing behind", async () => {
    using project = dockerfileProject("{}", {
      Dockerfile: `FROM ${testBase} AS build\nRUN touch /a\n\nFROM ${testBase}\nWORKDIR /w\nRUN echo before && \\\n    exit 7\nRUN true\n`,
    });
    const { exitCode, stderr } = await project.builder("run");
    expect(exitCode).toBe(1);
    for (const text of [
      "app",
      "Dockerfile, line 6: ended with exit code 7",
      "RUN echo before &&",
      "before",
      "build.ts:2",
    ]) {
      expect.soft(stderr).toContain(text);
    }
    expect(nameless(project)).toBe("");
  });

  test.for([
    ["no committed Dockerfile", "{}", {}, "DOCKERFILE.MISSING"],
    [
      "an unknown instruction",
      "{}",
      { Dockerfile: "FROM a\nRUNS true\n" },
      "Dockerfile, line 2: unknown instruction: RUNS",
    ],
    ["an unknown target", `{ target: "x" }`, { Dockerfile: "FROM a AS b\n" }, 'has no stage "x"'],
    ["an empty base", "{}", { Dockerfile: "ARG BASE\nFROM $BASE\n" }, "invalid base image"],
    ["a base that does not exist", "{}", { Dockerfile: "FROM localhost:1/no/such\n" }, "localhost:1/no/such"],
    ["a file that is not there", "{}", { Dockerfile: `FROM ${testBase}\nCOPY nothing /\n` }, "Dockerfile, line 2"],
  ] as const)("with %s says so", async ([, options, files, says]) => {
    using project = dockerfileProject(options, files);
    const { exitCode, stderr } = await project.builder("run");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(says);
  });
});

describe("images of both kinds", () => {
  test("start from each other and wait for each other", async () => {
    using project = createProject();
    const buildTs = (marker: string) => `import { dockerfile, image, project } from "builder";
const base = image("base").from("${testBase}").install("echo ${marker} > /base").final(false);
export const middle = dockerfile("middle", {
  dependencies: [{ image: base, args: { BASE: "ImageName", ID: "ImageID", REPO: "ImageRepo", TAG: "ImageTag" } }],
});
export const app = image("app").from(middle).install("cat /base /middle > /app");
export default project("${project.name}");
`;
    const Dockerfile =
      "ARG BASE\nFROM $BASE\nARG ID\nARG REPO\nARG TAG\nRUN echo middle > /middle && echo $REPO:$TAG $ID > /values\n";
    project.write({ "build.ts": buildTs("one"), Dockerfile });
    project.commit();
    const first = await project.run();
    const [base, middle, app] = ["base", "middle", "app"].map((name) =>
      first.images.find((image) => image.name === name),
    );
    expect(project.inImage(app?.reference, "cat", "/app")).toBe("one\nmiddle");
    const id = docker("inspect", "--format", "{{.Id}}", base?.reference ?? "");
    expect(project.inImage(middle?.reference, "cat", "/values")).toBe(`${base?.reference} ${id}`);

    expect(
      (await project.run()).images.flatMap((image) => builtStages(first.ok ? { ...first, images: [image] } : first)),
    ).toEqual([]);

    project.write({ "build.ts": buildTs("two") });
    project.commit();
    const second = await project.run();
    expect(second.images.map((image) => [image.name, builtStages(second, image.name)])).toEqual([
      ["base", ["install"]],
      ["middle", ["dockerfile"]],
      ["app", ["from", "install"]],
    ]);
    expect(project.inImage(second.images.find(({ name }) => name === "app")?.reference, "cat", "/app")).toBe(
      "two\nmiddle",
    );
  });
});
