import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { testBase } from "../support/base-image.ts";
import { makeTemporaryFolder } from "../support/git-repo.ts";
import { createMachine, noEngine } from "../support/machine.ts";
import {
  builtStages,
  createProject,
  docker,
  forgetImages,
  type Report,
  reasonOf,
  referenceOf,
  type TestProject,
} from "../support/project.ts";
import { startRegistry } from "../support/registry.ts";

// A stage for each instruction is a build each: a loaded machine takes its time.
vi.setConfig({ testTimeout: 300_000 });

function commit(project: TestProject, options: string, files: Readonly<Record<string, string>> = {}): void {
  project.write({
    "build.ts": `import { dockerfile, project } from "builder";
export const app = dockerfile("app", { ${options} });
export default project("${project.name}");
`,
    ...files,
  });
  project.commit();
}

const dockerfile = [
  `ARG BASE=${testBase}`,
  "FROM $BASE AS build",
  "ARG VERSION=dev",
  "ENV FLAVOUR=sweet",
  "WORKDIR /src",
  "COPY src/file* ./",
  'RUN echo "$VERSION $FLAVOUR" > made && cat file1 file2 >> made',
  "",
  "FROM $BASE AS unused",
  "RUN false",
  "",
  "FROM build AS more",
  "RUN echo more >> made",
  "",
  "FROM $BASE AS result",
  "MAINTAINER somebody",
  'LABEL color=red text="a b"',
  "ENV MODE=mode-$PATH EMPTY= QUOTED='$MODE'",
  "ARG DERIVED=derived-$MODE",
  "ENV MODE=other",
  "ENV FROM_ARG=$DERIVED",
  "COPY --from=more /src/made /made",
  "COPY --from=0 --chown=node:node /src/file1 /file1",
  "ADD archive.txt archive2.txt /added/",
  "WORKDIR work",
  "RUN pwd > /pwd && id -u > /id",
  "USER node",
  "RUN id -u >> /tmp/id",
  'SHELL ["/bin/sh", "-ec"]',
  "RUN echo one; echo two",
  'CMD ["/made"]',
  'ENTRYPOINT ["cat"]',
  "VOLUME /data /more",
  "EXPOSE 80/tcp 53/udp",
  "HEALTHCHECK --interval=30s CMD true",
  "STOPSIGNAL SIGTERM",
  "ONBUILD RUN echo onbuild",
  "USER root",
];

const sources = {
  "src/file1": "one\n",
  "src/file2": "two\n",
  "archive.txt": "1",
  "archive2.txt": "2",
  "other.txt": "x",
};

const configOf = (reference: string | undefined) => JSON.parse(docker("inspect", reference ?? ""))[0];

/** All of a config that a Dockerfile says. */
function shownConfig(reference: string | undefined): unknown {
  const { Config, Author } = configOf(reference);
  // The last is for Windows.
  const { Labels, Image, Hostname, ArgsEscaped, ...rest } = Config;
  const own = Object.entries(Labels).filter(([name]) => !/^(werf|builder)/.test(name));
  return { ...rest, Env: [...rest.Env].sort(), Author, Labels: Object.fromEntries(own) };
}

const listing =
  "find / -xdev -path /proc -prune -o -path /sys -prune -o -path /dev -prune -o -print | sort | while read f; do stat -c '%a %u:%g %F %s %n' \"$f\"; done; cat /made /pwd /id /tmp/id";

function nameless(project: TestProject): string {
  return docker("images", "--quiet", "--filter", "dangling=true", "--filter", `label=werf=${project.name}`);
}

/** Names that images of the project had for a run alone. */
function namesForRuns(project: TestProject): string {
  return docker("images", "--quiet", "--filter", `label=werf=${project.name}`, "builder-for-run");
}

const stagesOf = (report: Report, name: string) =>
  report.images.find((image) => image.name === name)?.stages.map((stage) => stage.name);

describe("a staged Dockerfile", () => {
  test("makes the image that the engine makes of it as a whole, with a stage for each instruction", async () => {
    using project = createProject();
    const options = `target: "result", args: { VERSION: 1 }`;
    commit(project, `staged: true, ${options}`, { ...sources, Dockerfile: `${dockerfile.join("\n")}\n` });
    const staged = await project.run();
    expect(staged.images.map(({ name }) => name)).toEqual(["app/stage-build", "app/stage-more", "app"]);
    expect(stagesOf(staged, "app/stage-build")).toEqual(["FROM", "ENV", "WORKDIR", "COPY", "RUN"]);
    expect(stagesOf(staged, "app/stage-more")).toEqual(["FROM", "RUN"]);
    expect(stagesOf(staged, "app")).toEqual([
      ...[
        "FROM",
        "MAINTAINER",
        "LABEL",
        "ENV",
        "ENV2",
        "ENV3",
        "COPY",
        "COPY2",
        "ADD",
        "WORKDIR",
        "RUN",
        "USER",
        "RUN2",
      ],
      ...["SHELL", "RUN3", "CMD", "ENTRYPOINT", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "USER2", "ONBUILD"],
    ]);
    expect(nameless(project)).toBe("");
    expect(namesForRuns(project)).toBe("");

    commit(project, options);
    const whole = await project.run();
    const [one, other] = [staged, whole].map((report) => referenceOf(report, "app"));
    expect(shownConfig(one)).toEqual(shownConfig(other));
    expect(project.inImage(one, "sh", "-c", listing)).toEqual(project.inImage(other, "sh", "-c", listing));
  });

  test("is built again from the first instruction on that changed, which the reason names, and not for anything else", async () => {
    using project = createProject();
    const text = (comment: string, last = "true") =>
      [
        `# ${comment}`,
        `FROM ${testBase} AS deps`,
        "COPY lock.txt /deps/",
        "RUN cp /deps/lock.txt /deps/installed",
        `FROM ${testBase} AS unused`,
        `RUN echo ${comment}`,
        `FROM ${testBase}`,
        "ARG VERSION",
        "ARG LATER=x",
        "COPY --from=deps /deps /deps",
        "ENV VERSION=$VERSION",
        "COPY src /src",
        `RUN ${last}`,
        "",
      ].join("\n");
    const options = (version: number) => `staged: true, args: { VERSION: ${version} }`;
    commit(project, options(1), { "lock.txt": "1", "src/a": "1", "other.txt": "1", Dockerfile: text("one") });
    const first = await project.run();
    expect(reasonOf(first, "COPY", "app/stage-deps")).toBe("COPY lock.txt /deps/: first build");
    expect((await project.plan()).images.map(({ action }) => action)).toEqual(["reuse", "reuse"]);

    commit(project, options(1), { "other.txt": "2", Dockerfile: text("two") });
    const second = await project.run();
    expect(second.images.map(({ action }) => action)).toEqual(["reuse", "reuse"]);
    expect(referenceOf(second, "app")).toBe(referenceOf(first, "app"));

    commit(project, options(1), { "src/a": "2" });
    const planned = await project.plan();
    const third = await project.run();
    expect(builtStages(planned, "app")).toEqual(["COPY2", "RUN"]);
    expect(builtStages(third, "app")).toEqual(["COPY2", "RUN"]);
    expect(third.images.flatMap(({ stages }) => stages.map(({ digest }) => digest))).toEqual(
      planned.images.flatMap(({ stages }) => stages.map(({ digest }) => digest)),
    );
    expect(reasonOf(third, "COPY2", "app")).toBe("COPY src /src: src/a changed");
    expect(reasonOf(third, "RUN", "app")).toBe("RUN true: COPY2 was rebuilt");

    commit(project, options(2));
    const fourth = await project.run();
    expect(builtStages(fourth, "app")).toEqual(["ENV", "COPY2", "RUN"]);
    expect(reasonOf(fourth, "ENV", "app")).toBe("ENV VERSION=$VERSION: build arg VERSION changed");

    commit(project, options(2), { Dockerfile: text("two", "echo $LATER > /later") });
    const fifth = await project.run();
    expect(builtStages(fifth, "app")).toEqual(["RUN"]);
    expect(reasonOf(fifth, "RUN", "app")).toBe("RUN echo $LATER > /later: Dockerfile line 13 changed");

    commit(project, options(2), { "lock.txt": "2" });
    const sixth = await project.run();
    expect(builtStages(sixth, "app/stage-deps")).toEqual(["COPY", "RUN"]);
    expect(builtStages(sixth, "app")).toEqual(["COPY", "ENV", "COPY2", "RUN"]);
    expect(reasonOf(sixth, "COPY", "app")).toBe("COPY --from=deps /deps /deps: stage that it takes files from changed");
    expect(project.inImage(referenceOf(sixth, "app"), "cat", "/deps/installed", "/src/a", "/later")).toBe("22x");
  });

  test("shares its stages with other images of the same Dockerfile, and with a registry", async () => {
    const registry = await startRegistry();
    try {
      using project = createProject();
      const image = (name: string, target: string) =>
        `export const ${name} = dockerfile("${name}", { staged: true, target: "${target}", dockerfile: "docker/Dockerfile" });`;
      project.write({
        "build.ts": `import { dockerfile, project } from "builder";
${image("one", "one")}
${image("two", "two")}
export default project("${project.name}");
`,
        "docker/Dockerfile": `FROM ${testBase} AS made
COPY file /file
FROM made AS one
RUN echo one > /one
FROM ${testBase} AS two
COPY --from=made /file /two
`,
        file: "content",
      });
      project.commit();
      const repo = `${registry.host}/staged`;
      const built = await project.run("--repo", repo);
      const digests = ["one/stage-made", "two/stage-made"].map(
        (name) => built.images.find((each) => each.name === name)?.stages.at(-1)?.digest,
      );
      expect(digests[0]).toBe(digests[1]);
      expect(builtStages(built, "one/stage-made").length + builtStages(built, "two/stage-made").length).toBe(2);
      forgetImages(project);
      using machine = createMachine(noEngine);
      const elsewhere = await machine.run(project, "--repo", repo);
      expect(elsewhere.images.map(({ name, reference }) => [name, reference])).toEqual(
        built.images.map(({ name, reference }) => [name, reference]),
      );
      project.write({
        "docker/Dockerfile": readFileSync(join(project.folder, "docker/Dockerfile"), "utf8").replace("/two", "/three"),
      });
      project.commit();
      const again = await project.run("--repo", repo);
      expect(again.images.map(({ name }) => [name, builtStages(again, name)])).toEqual([
        ["one/stage-made", []],
        ["two/stage-made", []],
        ["one", []],
        ["two", ["COPY"]],
      ]);
      expect(project.inImage(referenceOf(again, "two"), "cat", "/three")).toBe("content");
    } finally {
      await registry.stop();
    }
  });

  test("starts from images of the project, gives files to others and takes the last changes of its config", async () => {
    using project = createProject();
    const buildTs = (marker: string) => `import { dockerfile, image, project } from "builder";
const base = image("base").from("${testBase}").install("echo ${marker} > /base").final(false);
const middle = dockerfile("middle", {
  staged: true, imageSpec: { env: { ADDED: "yes" } }, dependencies: [{ image: base, args: { BASE: "ImageName" } }],
});
export const app = image("app").from(middle).import(middle, { add: "/made", to: "/imported", after: "install" });
export default project("${project.name}");
`;
    project.write({
      "build.ts": buildTs("one"),
      Dockerfile: "ARG BASE\nFROM $BASE\nRUN cat /base > /made\nRUN echo later > /later\nONBUILD RUN false\n",
    });
    project.commit();
    const first = await project.run();
    expect(project.inImage(referenceOf(first, "app"), "cat", "/imported", "/made")).toBe("one\none");
    expect(configOf(referenceOf(first, "middle")).Config).toMatchObject({
      OnBuild: ["RUN false"],
      Env: expect.arrayContaining(["ADDED=yes"]),
    });
    project.write({ "build.ts": buildTs("two") });
    project.commit();
    const second = await project.run();
    expect(builtStages(second, "middle")).toEqual(["FROM", "RUN", "RUN2", "ONBUILD", "imageSpec"]);
    expect(reasonOf(second, "FROM", "middle")).toBe("FROM $BASE: base image of this project changed");
    expect(project.inImage(referenceOf(second, "app"), "cat", "/imported")).toBe("two");
  });

  test("does ONBUILD of the stage that another one starts from, once", async () => {
    using project = createProject();
    commit(project, `staged: true`, {
      Dockerfile: `FROM ${testBase} AS parent
ONBUILD COPY file /taken
ONBUILD RUN cat /taken >> /log
RUN echo parent > /log
FROM parent
RUN echo child >> /log
`,
      file: "file\n",
    });
    const { images } = await project.run();
    expect(images.map(({ stages }) => stages.map(({ name }) => name))).toEqual([
      ["FROM", "RUN", "ONBUILD", "ONBUILD2"],
      ["FROM", "COPY", "RUN", "RUN2"],
    ]);
    expect(project.inImage(images[1]?.reference, "cat", "/log")).toBe("parent\nfile\nchild");
    expect(configOf(images[1]?.reference).Config.OnBuild ?? []).toEqual([]);
  });
});

test("what an image takes from stages of its Dockerfile is kept by builder cleanup as long as the image is", async () => {
  const cache = makeTemporaryFolder();
  try {
    using project = createProject({ BUILDER_CACHE_DIR: cache });
    project.write({
      "build.ts": `import { dockerfile, project } from "builder";
export const app = dockerfile("app", { staged: true });
export default project("${project.name}", { cleanup: { disableBuiltWithinLastNHoursPolicy: true } });
`,
      Dockerfile: `FROM ${testBase} AS made\nRUN echo made > /made\nFROM made AS other\nRUN true\nFROM ${testBase}\nCOPY --from=other /made /\n`,
    });
    project.commit();
    const built = await project.run();
    const cleaned = await project.builder("cleanup", "--json");
    expect(cleaned.exitCode, cleaned.stderr).toBe(0);
    expect((await project.plan()).images.map(({ name, action }) => [name, action])).toEqual(
      built.images.map(({ name }) => [name, "reuse"]),
    );
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});

test("a command with a heredoc is run by every engine, and a change in the heredoc runs it again", async () => {
  using project = createProject();
  const text = (word: string) => `FROM ${testBase}
ARG FOO=bar
ENV BAR=baz
RUN <<EOF
echo FOO=$FOO > /env
echo BAR=\${BAR} >> /env
EOF
RUN cat <<'ONE' > /one && cat <<-TWO > /two
$FOO "quoted"
ONE
\t${word} $FOO
TWO
`;
  commit(project, "staged: true", { Dockerfile: text("first") });
  const first = await project.run();
  expect(project.inImage(referenceOf(first, "app"), "cat", "/env", "/one", "/two")).toBe(
    'FOO=bar\nBAR=baz\n$FOO "quoted"\nfirst bar',
  );
  commit(project, "staged: true", { Dockerfile: text("second") });
  expect(builtStages(await project.run(), "app")).toEqual(["RUN2"]);
});

test("an image cannot have the name of a stage", async () => {
  using project = createProject();
  project.write({
    "build.ts": `import { dockerfile, image, project } from "builder";
export const app = dockerfile("app", { staged: true });
export const other = image("app/stage-build").fromScratch();
export default project("${project.name}");
`,
    Dockerfile: `FROM ${testBase} AS build\nFROM ${testBase}\nCOPY --from=build /bin /copied\n`,
  });
  project.commit();
  using machine = createMachine();
  const { exitCode, stderr } = await machine.builder(project, "plan", "--progress", "plain");
  expect(exitCode).toBe(3);
  expect(stderr).toContain('an image and a stage of the Dockerfile of "app" have the name "app/stage-build"');
  expect(stderr).toMatch(/build\.ts:3[\s\S]*build\.ts:2/);
});

test("a werf.yaml with staged: true is built as werf builds it, stage by stage", async () => {
  using project = createProject();
  project.write({
    "werf.yaml": `project: ${project.name}
configVersion: 1
build:
  staged: true
---
image: app
dockerfile: Dockerfile
`,
    Dockerfile: `FROM ${testBase}\nCOPY file /file\nRUN cat /file > /copy\n`,
    file: "content",
  });
  project.commit();
  const report = await project.run("werf.yaml");
  expect(stagesOf(report, "app")).toEqual(["FROM", "COPY", "RUN"]);
  expect(project.inImage(referenceOf(report, "app"), "cat", "/copy")).toBe("content");
  const imported = await project.builder("import", "werf.yaml");
  expect(imported.exitCode, imported.stderr).toBe(0);
  expect(readFileSync(join(project.folder, "build.ts"), "utf8")).toContain("staged: true");
});

describe("an instruction that fails", () => {
  const failing = `FROM ${testBase}\nRUN echo before > /before\nRUN echo half > /half && exit 7\nRUN true\n`;

  test("is told with its line, leaves no image behind, and what was before it is kept for a look", async () => {
    using project = createProject();
    commit(project, "staged: true", { Dockerfile: failing });
    const run = await project.builder("run", "--json");
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.stdout).error).toMatchObject({
      code: "BUILD.DOCKERFILE_FAILED",
      message: 'image "app", Dockerfile, line 3: ended with exit code 7',
      stage: "RUN2",
      next: ["look into what was there before it: builder shell --last-failed"],
    });
    expect(nameless(project)).toBe("");
    expect(namesForRuns(project)).toBe("");
    const shell = await project.builderReading(
      "cat /before; ls /half || exit 4\n",
      "shell",
      "--last-failed",
      "app/RUN2",
    );
    expect(shell).toMatchObject({ exitCode: 4, stdout: "before\n" });
    expect(builtStages(await project.plan())).toEqual(["RUN2", "RUN3"]);
  });

  test("is looked into at once where somebody asked for it, and so is one that is there", async () => {
    using project = createProject();
    commit(project, "staged: true", { Dockerfile: failing });
    const listing = "cat /before; exec 2>&1; ls /half; exit 0\n";
    const run = await project.builderReading(listing, "run", "--introspect-error");
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(
      /a shell in app\/RUN2, before the command that failed[\s\S]*before\n[\s\S]*No such file/,
    );
    const stage = await project.builderReading("cat /before; exit 0\n", "run", "--introspect-stage", "app/RUN");
    expect(stage.stderr).toContain("a shell in app/RUN");
  });

  test("of a Dockerfile that is built as a whole cannot be looked into, which is said with what helps", async () => {
    using project = createProject();
    commit(project, "", { Dockerfile: failing });
    const { exitCode, stderr } = await project.builder("run", "--introspect-error");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("leaves no container to look into");
    expect(stderr).toContain("staged: true, which makes each instruction a stage of its own");
    const shell = await project.builder("shell", "--last-failed");
    expect(shell).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("staged: true") });
  });

  test("without BuildKit no instruction is built by itself", async () => {
    using project = createProject({ DOCKER_BUILDKIT: "0" });
    commit(project, "staged: true", { Dockerfile: failing });
    const { stderr } = await project.builder("run");
    expect(stderr).toContain("building it instruction by instruction needs BuildKit");
  });
});
