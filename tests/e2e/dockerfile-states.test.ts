import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, docker, type Report, referenceOf, type TestProject } from "../support/project.ts";

const minutes = 60_000;

/** What is downloaded while a Dockerfile is built. */
async function serve(text: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, response) => response.end(text));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" ? address?.port : "";
  return { url: `http://127.0.0.1:${port}/archive`, close: () => server.close() };
}

interface State {
  /** Of the other repository. */
  readonly commit: string;
  readonly includePaths: string;
  readonly args: string;
  readonly docker: string;
  readonly download: string;
  readonly marker: string;
}

function buildTs(project: TestProject, library: TestProject, state: State): string {
  return `import { dockerfile, image, project } from "builder";
export const base = image("base").from("${testBase}").setup("mkdir -p /basedir", "echo content > /basedir/file");
export const staged = image("staged").from(base).fromCacheVersion("1")
  .mount({ from: "tmp_dir", to: "/tmp_dir" })
  .git({
    url: "${library.folder}", commit: "${state.commit}", add: "/hello", to: "/app", owner: "1050", group: "1051",
    includePaths: ["**/*.js", "**/*.html", ${state.includePaths}, "README.md"], excludePaths: "static/script.js",
    stageDependencies: { beforeSetup: "README.md", setup: "*" },
  })
  .cacheVersion("1").cacheVersion({ beforeInstall: "1", install: "1", beforeSetup: "1", setup: "1" })
  .beforeInstall("echo beforeInstall >> /triggered-stages")
  .install("echo install >> /triggered-stages")
  .beforeSetup("echo beforeSetup >> /triggered-stages")
  .setup("echo setup >> /triggered-stages", "echo content > /tmp_dir/file")
  .docker({
    user: "0:0", workdir: "/app", ${state.docker} env: { ENV_NAME: "value" }, label: { LABEL_NAME: "value" },
    expose: "8010/tcp", entrypoint: ["sh", "-ec"], cmd: "sleep infinity", healthcheck: "CMD echo healthcheck20",
  })
  .import(base, {
    add: "/basedir", to: "/basedir-imported", before: "install", owner: "1060", group: "1061",
    includePaths: "file", excludePaths: "nothing",
  });
export const recipe = dockerfile("recipe", {
  target: "result", network: "default", args: { ${state.args} },
  dependencies: [
    { image: staged, args: { STAGED_NAME: "ImageName" } },
    { image: base, args: { BASE_NAME: "ImageName", BASE_ID: "ImageID", BASE_REPO: "ImageRepo", BASE_TAG: "ImageTag" } },
  ],
});
export default project("${project.name}");
`;
}

const dockerfile = ({ download, marker }: State) => `ARG STAGED_NAME="none"

FROM \${STAGED_NAME} AS builder
ADD src/file* /app/added/
${download}
COPY src/file* /app/copied/

FROM ${testBase} AS result
ARG CHANGED_ARG="should_be_changed"
ARG BASE_NAME="none"
ARG BASE_ID="none"
ARG BASE_REPO="none"
ARG BASE_TAG="none"
ENV COMPOSED_ENV="env-\${CHANGED_ARG}"
LABEL COMPOSED_LABEL="label-\${CHANGED_ARG}"
MAINTAINER "maintainer"
SHELL ["/bin/sh", "-c"]
USER 0:0
WORKDIR /
COPY --from=builder /app /app
COPY --from=builder /from* /
RUN touch /created-by-run-${marker}
RUN mkdir -p /volume10/should-exist-in-volume
RUN echo \${BASE_NAME} \${BASE_ID} \${BASE_REPO} \${BASE_TAG} >> base_image_data.txt

# Values that are made of values, in the order in which they are written.
ENV PATH=/bin
ENV TEST_ENV=$PATH:test-env1
ENV PATH=$TEST_ENV:custom-path
ARG TEST_ARG=\${TEST_ENV}:\${PATH}
ARG TEST_ARG2=\${TEST_ARG}:test-arg-2
ARG ANOTHER_ARG=$PATH
ENV PATH=$PATH:/opt/bin
RUN echo \${PATH} > /PATH
RUN echo \${ANOTHER_ARG} > /ANOTHER_ARG
RUN echo \${TEST_ARG} > /TEST_ARG
RUN echo \${TEST_ARG2} > /TEST_ARG2

COPY script.sh /app/
ARG USERNAME
ARG PASSWORD
RUN sh /app/script.sh

ENTRYPOINT ["sh", "-ec"]
CMD ["tail -f /dev/null"]
VOLUME /volume10
ONBUILD RUN echo onbuild
STOPSIGNAL SIGTERM
HEALTHCHECK CMD echo healthcheck10
EXPOSE 8000/tcp

FROM ${testBase} AS unused
RUN false
`;

const configOf = (report: Report, name: string) =>
  JSON.parse(docker("inspect", referenceOf(report, name) ?? ""))[0].Config;

test("images of all kinds that need each other, in two states of their project", { timeout: 5 * minutes }, async () => {
  const server = await serve("downloaded");
  try {
    using library = createProject();
    library.write({
      "hello/README.md": "readme",
      "hello/app.go": "go",
      "hello/static/index.html": "html",
      "hello/static/style.css": "css",
      "hello/static/script.js": "js",
    });
    const one = library.commit();
    library.write({ "hello/README.md": "readme 2" });
    const two = library.commit();

    using project = createProject();
    const build = async (state: State): Promise<Report> => {
      project.write({ "build.ts": buildTs(project, library, state), Dockerfile: dockerfile(state) });
      project.commit();
      const report = await project.run();
      expect((await project.run()).images.map(({ action }) => action)).toEqual(["reuse", "reuse", "reuse"]);
      return report;
    };
    project.write({
      "script.sh": "echo $USERNAME > /username\necho $PASSWORD > /password\n",
      "src/file1": "1",
      "src/file2": "2",
    });
    const first = await build({
      commit: one,
      includePaths: '"static/*.css"',
      args: 'CHANGED_ARG: "was_changed", USERNAME: "user", PASSWORD: "password"',
      docker: 'volume: "/volume20",',
      download: `ADD ${server.url} /from-server`,
      marker: "state0",
    });
    expect(first.images.map(({ name }) => [name, builtStages(first, name)[0]])).toEqual([
      ["base", "from"],
      ["staged", "from"],
      ["recipe", "dockerfile"],
    ]);
    const recipe = configOf(first, "recipe");
    expect(recipe).toMatchObject({
      Shell: ["/bin/sh", "-c"],
      User: "0:0",
      WorkingDir: "/",
      Entrypoint: ["sh", "-ec"],
      Cmd: ["tail -f /dev/null"],
      Volumes: { "/volume10": {} },
      OnBuild: ["RUN echo onbuild"],
      StopSignal: "SIGTERM",
      ExposedPorts: { "8000/tcp": {} },
      Healthcheck: { Test: ["CMD-SHELL", "echo healthcheck10"] },
    });
    expect(recipe.Env).toContain("COMPOSED_ENV=env-was_changed");
    expect(recipe.Labels.COMPOSED_LABEL).toBe("label-was_changed");
    const staged = configOf(first, "staged");
    expect(staged).toMatchObject({
      User: "0:0",
      WorkingDir: "/app",
      Entrypoint: ["sh", "-ec"],
      Volumes: { "/volume20": {} },
      ExposedPorts: { "8010/tcp": {} },
      Healthcheck: { Test: ["CMD-SHELL", "echo healthcheck20"] },
      Cmd: ["/bin/sh", "-c", "sleep infinity"],
    });
    expect(staged.Env).toContain("ENV_NAME=value");

    const inRecipe = (report: Report, script: string) =>
      project.inImage(referenceOf(report, "recipe"), "/bin/sh", "-c", `PATH=/bin; ${script}`);
    const baseName = referenceOf(first, "base") ?? "";
    const baseId = docker("inspect", "--format", "{{.Id}}", baseName);
    expect(
      inRecipe(
        first,
        "cat /app/*/file1 /app/*/file2 /from-server; ls /created-by-run-state0 /volume10; cat /*name /password",
      ),
    ).toBe("1122downloaded/created-by-run-state0\n\n/volume10:\nshould-exist-in-volume\nuser\npassword");
    expect(inRecipe(first, "cat /base_image_data.txt")).toBe(`${baseName} ${baseId} ${baseName.replace(":", " ")}`);
    const path = "/bin:test-env1:custom-path";
    expect(inRecipe(first, "cat /PATH /ANOTHER_ARG /TEST_ARG /TEST_ARG2").split("\n")).toEqual([
      `${path}:/opt/bin`,
      path,
      `/bin:test-env1:${path}`,
      `/bin:test-env1:${path}:test-arg-2`,
    ]);
    const inStaged = (report: Report, script: string) =>
      project.inImage(referenceOf(report, "staged"), "sh", "-c", script).split("\n");
    expect(
      inStaged(first, "cd /app && find . -type f | sort && stat -c '%u:%g' README.md static static/style.css"),
    ).toEqual(["./README.md", "./static/index.html", "./static/style.css", "1050:1051", "1050:1051", "1050:1051"]);
    expect(inStaged(first, "cat /triggered-stages; stat -c %u:%g /triggered-stages; ls /tmp_dir /basedir")).toEqual([
      ...["beforeInstall", "install", "beforeSetup", "setup", "0:0"],
      ...["/basedir:", "file", "", "/tmp_dir:"],
    ]);
    expect(inStaged(first, "stat -c '%u:%g %n' /basedir-imported/*")).toEqual(["1060:1061 /basedir-imported/file"]);

    project.remove("src/file2");
    project.write({ "src/file1": "changed", "src/file3": "3" });
    const second = await build({
      commit: two,
      includePaths: '"app.go"',
      args: 'CHANGED_ARG: "state1", USERNAME: "new-user", PASSWORD: "new", TEST_ARG: "test", ANOTHER_ARG: "another"',
      docker: "",
      download: "",
      marker: "state1",
    });
    expect(configOf(second, "recipe").Env).toContain("COMPOSED_ENV=env-state1");
    expect(configOf(second, "staged").Volumes ?? {}).toEqual({});
    expect(inRecipe(second, "cd /app/added && ls && cat file1; ls / | grep -e from -e created")).toBe(
      "file1\nfile3\nchangedcreated-by-run-state1",
    );
    expect(inRecipe(second, "cat /ANOTHER_ARG /TEST_ARG /TEST_ARG2 /username").split("\n")).toEqual([
      "another",
      "test",
      "test:test-arg-2",
      "new-user",
    ]);
    expect(inStaged(second, "cd /app && find . -type f | sort && cat README.md")).toEqual([
      "./README.md",
      "./app.go",
      "./static/index.html",
      "readme 2",
    ]);
  } finally {
    server.close();
  }
});
