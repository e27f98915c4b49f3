import { describe, expect, it } from "vitest";
import {
  internal,
  type Pipeline,
  pipeline,
  project,
  script,
  step,
  type Workflow,
  workflow,
} from "../../../../sdk/index.ts";
import { createBuildGraph } from "../../../../sdk/model/build-graph.ts";
import { importText, reportLines, withoutOrigins } from "../../../support/imported-wercker.ts";

function graphOf(pipelines: readonly Pipeline[], workflows: readonly Workflow[] = []): unknown {
  const graph = createBuildGraph({
    project: project("shop").toNode(),
    images: [],
    pipelines: pipelines.map((one) => one.toNode()),
    workflows: workflows.map((one) => one.toNode()),
  });
  return withoutOrigins(graph);
}

function imported(text: string): unknown {
  return withoutOrigins(importText(text).graph);
}

describe("the graph of a wercker.yml is that of a build.ts", () => {
  it("with box, services, steps, after-steps, targets and settings", () => {
    const text = `
box:
  id: node:16
  tag: 18.1
  cmd: /bin/sh -i
  env: {node_env: test, N: 1.50}
  ports: [8080, "80:81"]
  volumes: /data $CODE:/code
  username: $USER
  password: $PASSWORD
  registry: https://quay.io
services:
  - redis
  - id: quay.io:443/team/postgres:9.6
    name: db
    env: {POSTGRES_PASSWORD: 1234}
command-timeout: 90
no-response-timeout: 10
source-dir: server
ignore-file: .ciignore
build:
  base-path: /go/src/shop/
  docker: true
  steps:
    - npm-install
    - script:
        name: unit
        cwd: $SUB
        checkpoint: tested
        code: |
          npm test
          npm run lint
  after-steps:
    - script: {code: ./notify}
deploy:
  box: debian
  services: []
  steps:
    - wantedly/slack@1.0.0: {url: $URL, notify_on: failed}
    - deploy "file://steps/deploy": {cluster: main}
  staging:
    - script: {code: ./deploy staging}
`;
    const settings = (one: Pipeline): Pipeline =>
      one.sourceDir("server").ignoreFile(".ciignore").timeouts({ command: "1h", noResponse: "10m" });
    const build = pipeline("build")
      .box("node:18.1", {
        cmd: "/bin/sh -i",
        env: { NODE_ENV: "test", N: "1.50" },
        ports: [8080, "80:81"],
        volumes: ["/data", "$CODE:/code"],
        username: "$USER",
        password: "$PASSWORD",
        registry: "https://quay.io",
      })
      .service("redis")
      .service("quay.io:443/team/postgres:9.6", { name: "db", env: { POSTGRES_PASSWORD: "1234" } })
      .basePath("/go/src/shop")
      .docker()
      .step(step("npm-install"), script("unit", "npm test\nnpm run lint\n", { cwd: "$SUB", checkpoint: "tested" }))
      .afterStep(script("script", "./notify"));
    const deploy = pipeline("deploy", { mode: "deploy" })
      .box("debian")
      .step(
        step("wantedly/slack@1.0.0", { url: "$URL", notify_on: "failed" }),
        step("file://steps/deploy", { cluster: "main" }, { as: "deploy" }),
      )
      .target("staging", script("script", "./deploy staging"));
    expect(imported(text)).toEqual(graphOf([settings(build), settings(deploy)]));
  });

  it("with every internal step", () => {
    const text = `
box: a
build:
  steps:
    - internal/docker-build:
        image-name: app
        context: src
        build-args: A=1 B="x y" C=$C
        labels: a=b
        q: true
        no-cache: "false"
        extra-hosts: db:10.0.0.1 "cache:10.0.0.2"
        registry-auth-config: '{"quay.io": {"Username": "$U", "Password": "$P"}}'
    - internal/docker-run: {name: web, image: app, ports: 5000 6000, env: A=1, cmd: ./run now}
    - internal/docker-kill: {name: web}
    - internal/docker-push:
        repository: quay.io/shop/app
        tag: $A-$B,latest stable
        username: $U
        password: $P
        ports: 5000,6000/udp
        cmd: run it
        env: A=1 B=$B
        labels: x=1
        working-dir: /app
        stopsignal: TERM
        user: 65534
        disable-sync: yes
        aws-strict-auth: true
    - internal/docker-scratch-push: {name: push it, repository: r/r, entrypoint: /app}
    - internal/store-container
    - internal/watch: {code: node app.js, reload: yes}
    - internal/shell: {cmd: /bin/sh, code: ls}
    - internal/shell
`;
    const expected = pipeline("build")
      .box("a")
      .step(
        internal.dockerBuild({
          imageName: "app",
          context: "src",
          buildArgs: { A: "1", B: "x y", C: "$C" },
          labels: { a: "b" },
          quiet: true,
          noCache: false,
          extraHosts: ["db:10.0.0.1", "cache:10.0.0.2"],
          registryAuthConfig: { "quay.io": { username: "$U", password: "$P" } },
        }),
        internal.dockerRun({ name: "web", image: "app", ports: ["5000", "6000"], env: { A: "1" }, cmd: "./run now" }),
        internal.dockerKill({ name: "web" }),
        internal.dockerPush({
          repository: "quay.io/shop/app",
          tag: ["$A-$B", "latest", "stable"],
          username: "$U",
          password: "$P",
          ports: ["5000", "6000/udp"],
          cmd: "run it",
          env: { A: "1", B: "$B" },
          labels: { x: "1" },
          workingDir: "/app",
          stopSignal: "TERM",
          user: "65534",
          disableSync: true,
          awsStrictAuth: true,
        }),
        internal.dockerScratchPush({ repository: "r/r", entrypoint: "/app" }, { name: "push it" }),
        internal.storeContainer(),
        internal.watch({ code: "node app.js", reload: true }),
        internal.shell({ cmd: "/bin/sh", code: "ls" }),
        internal.shell(),
      );
    expect(imported(text)).toEqual(graphOf([expected]));
  });

  it("with workflows, whose names are told from those of pipelines", () => {
    const text = `
box: a
workflows:
  - name: build
    pipelines:
      - {name: first, pipelineName: build}
      - {name: test it, requires: [first], envFile: test.env}
      - {name: ship, pipelineName: deploy, requires: [first, test it], artifactPipeline: first}
build: {steps: [npm-install]}
test it: {steps: [npm-install]}
deploy: {steps: [npm-install]}
`;
    const build = pipeline("build").box("a").step(step("npm-install"));
    const test = pipeline("test-it").box("a").step(step("npm-install"));
    const deploy = pipeline("deploy", { mode: "deploy" }).box("a").step(step("npm-install"));
    const all = workflow("build-2")
      .run(build, { name: "first" })
      .run(test, { name: "test it", requires: "first", envFile: "test.env" })
      .run(deploy, { name: "ship", requires: ["first", "test it"], artifactsOf: "first" });
    expect(imported(text)).toEqual(graphOf([build, test, deploy], [all]));
    expect(reportLines(importText(text))).toEqual([
      "4:5 approximated workflows.build: is called build-2 here",
      "10:1 approximated test it: is called test-it here",
    ]);
  });

  it("with what a script was given besides its code", () => {
    const text = 'box: a\nbuild:\n  steps:\n    - script: {env-name: "a $B", code: "#!/bin/sh\\nrun"}\n';
    const code = '#!/bin/sh\nexport WERCKER_SCRIPT_ENV_NAME="a $B"\nrun';
    expect(imported(text)).toEqual(graphOf([pipeline("build").box("a").step(script("script", code))]));
  });

  it("with the properties of a built-in step under the names that it knows", () => {
    const text = "box: a\nbuild:\n  steps:\n    - s3sync: {source_dir: out}\n";
    const name: string = "s3sync";
    const expected = step(name, { "source-dir": "out" });
    expect(imported(text)).toEqual(graphOf([pipeline("build").box("a").step(expected)]));
    expect(reportLines(importText(text))).toEqual([]);
  });

  it("with a step that lies in a commit of a repository", () => {
    const text = 'box: a\nbuild:\n  steps:\n    - me/s "https://github.com/me/step-s/archive/v1.2.tar.gz"\n';
    const expected = step("git+https://github.com/me/step-s.git#v1.2", {}, { name: "s", as: "me/s" });
    expect(imported(text)).toEqual(graphOf([pipeline("build").box("a").step(expected)]));
  });
});

describe("comments", () => {
  it("are those of the file, not those of its scripts", () => {
    const text = `# about the file

box: a # beside
build:
  steps:
    # installs
    # everything
    - script:
        code: |
          # no comment of the file
          npm test
      #close
# end`;
    const { comments } = importText(text);
    expect(comments?.map(({ line, text: said, isOwnLine }) => [line, said, isOwnLine])).toEqual([
      [1, " about the file", true],
      [3, " beside", false],
      [6, " installs", true],
      [7, " everything", true],
      [12, "close", true],
      [13, " end", true],
    ]);
  });
});
