import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, type TestProject } from "../support/project.ts";
import { copyFixture, type WerfFixture, werfFixtures } from "../support/werf-corpus.ts";

describe("builder run werf.yaml", () => {
  test("builds what it says, at once and again after a change, and names the file where something is wrong", async () => {
    using project = createProject({ VERSION: "7" });
    project.write({
      "werf.yaml": `project: ${project.name}
configVersion: 1
---
artifact: tool
from: ${testBase}
shell:
  install: mkdir /out && echo tool > /out/tool
---
image: app
from: ${testBase}
fromCacheVersion: {{ env "VERSION" | quote }}
git:
- add: /src
  to: /app
  stageDependencies: {setup: "*.txt"}
{{ include "commands" . | nindent 0 }}
import:
- {artifact: tool, add: /out, to: /opt/tool, after: install}
docker: {ENV: {LEVEL: 1}, CMD: ["cat", "/app/a.txt"]}
`,
      ".werf/commands.tmpl": '{{ define "commands" }}shell:\n  setup:\n  - cat /app/*.txt > /all\n{{ end }}',
      "werf-giterminism.yaml":
        "giterminismConfigVersion: 1\nconfig: {goTemplateRendering: {allowEnvVariables: [VERSION]}}\n",
      "src/a.txt": "one\n",
    });
    project.commit();
    const first = await project.run();
    const app = first.images.find(({ name }) => name === "app");
    expect(project.inImage(app?.reference, "cat", "/all", "/opt/tool/tool")).toBe("one\ntool");
    expect(first.images.flatMap(({ name }) => builtStages(first, name)).length).toBeGreaterThan(4);
    expect(builtStages(await project.run("werf.yaml", "app"), "app")).toEqual([]);

    project.write({ "src/a.txt": "two\n" });
    const uncommitted = await project.plan("--dev");
    project.commit();
    const second = await project.run();
    expect(builtStages(uncommitted, "app")).toEqual(["setup", "dockerInstructions"]);
    expect(builtStages(second, "app")).toEqual(["setup", "dockerInstructions"]);

    expect(await project.builder("graph", "--format", "json")).toMatchObject({ exitCode: 0 });
    expect((await project.builder("check")).stdout).toBe("werf.yaml: 2 images, no problems\n");

    const text = readFileSync(join(project.folder, "werf.yaml"), "utf8");
    project.write({ "werf.yaml": text.replace("fromCacheVersion", "fromCacheVersio") });
    const notCommitted = await project.builder("plan");
    expect(notCommitted).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("werf.yaml (modified)") });
    const wrong = await project.builder("plan", "--dev");
    expect(wrong.exitCode).toBe(3);
    expect(wrong.stderr).toMatch(/WERF\.UNKNOWN_FIELD[\s\S]*werf\.yaml:11:1[\s\S]*did you mean "fromCacheVersion"/);
  });
});

/** Those of werf's fixtures that need nothing but a base image which has a shell. */
const buildable: readonly string[] = [
  ...["from-image", "user-stages-image", "user-stages-artifact-with-dependencies", "build-phase-1", "git-stages"],
  ...["git-empty-dirs", "imports-include-exclude", "imports-permissions", "images-dependencies", "docker-instructions"],
  ...["mount-tmp-dir", "context-base", "managed-images", "cleanup-purge"],
];
const fixtures = werfFixtures().filter(({ name }) => buildable.includes(name));

describe.skipIf(fixtures.length === 0)("fixtures of werf are built from the build.ts that they are imported to", () => {
  test.each(fixtures)("$name", async (fixture) => {
    using project = createProject({ ...fixture.env });
    const [state = "."] = fixture.states ?? [];
    put(fixture, state, project);
    project.commit();
    const [config = "werf.yaml"] = fixture.configs ?? [];
    const flags = fixture.looseGiterminism === true ? ["--loose-giterminism"] : [];
    const imported = await project.builder("import", config, ...flags);
    expect(imported.exitCode, imported.stderr).toBe(0);
    project.commit();
    const report = await project.run(...flags, "build.ts");
    const built = report.images.map(({ name }) => name);
    for (const { name, kind } of fixture.images) {
      if (kind !== "artifact") expect(built).toContain(name ?? project.name);
    }
    // The werf.yaml itself finds all of these stages: their digests are the same.
    const again = await project.run(...flags, config);
    expect(again.images.flatMap(({ name }) => builtStages(again, name))).toEqual([]);
  });
});

/** Fixtures whose build fails, and what of them needs a network in the words of something that does not. */
const failing = [
  {
    name: "imports-missing-file",
    without: ["apk add bash", "echo bash"],
    gist: "/myartifact/file-no-such-file",
    line: 34,
    code: "file-no-such-file",
  },
  {
    name: "network-dockerfile-none",
    without: ["apk add --no-cache bash", "cat /sys/class/net/eth0/address"],
    gist: "eth0",
    line: 4,
    code: "dockerfile(",
  },
] as const;

describe.skipIf(fixtures.length === 0)("fixtures of werf that fail", () => {
  test.each(failing)("$name, with the place in the file that was run", async ({ name, without, gist, line, code }) => {
    const fixture = werfFixtures().find((one) => one.name === name);
    if (fixture === undefined) throw new Error(`no fixture ${name}`);
    using project = createProject({ ...fixture.env });
    put(fixture, ".", project, without);
    project.commit();
    const fromYaml = await project.builder("run", "werf.yaml");
    expect((await project.builder("import", "werf.yaml")).exitCode).toBe(0);
    project.commit();
    const fromCode = await project.builder("run", "build.ts");
    const lines = readFileSync(join(project.folder, "build.ts"), "utf8").split("\n");
    const place = `build.ts:${lines.findIndex((text) => text.includes(code)) + 1}:`;

    for (const { exitCode, stderr } of [fromYaml, fromCode]) {
      expect(exitCode).toBe(1);
      expect(stderr).toContain(gist);
    }
    expect(fromYaml.stderr).toContain(`at werf.yaml:${line}:`);
    expect(fromCode.stderr).toContain(`at ${place}`);
  });
});

/** The fixture with a base image that is here, as a project of its own: names of base images are all that changes. */
function put(
  fixture: WerfFixture,
  state: string,
  project: TestProject,
  [network, local]: readonly [string, string] = ["", ""],
): void {
  copyFixture(fixture, state, project.folder);
  for (const path of readdirSync(project.folder, { recursive: true, encoding: "utf8" })) {
    const file = join(project.folder, path);
    if (path.startsWith(".git") || !statSync(file).isFile()) continue;
    if (!/werf[^/]*\.yaml$|Dockerfile[^/]*$/.test(path)) continue;
    const text = readFileSync(file, "utf8")
      .replace(/^project: .*$/m, `project: ${project.name}`)
      .replace(/^(\s*from: )(?:alpine|ubuntu|busybox|registry\.werf\.io\/base)\S*$/gm, `$1${testBase}`)
      .replace(/^FROM (?:alpine|ubuntu|busybox|registry\.werf\.io\/base)\S*/gm, `FROM ${testBase}`)
      .replace(network, local);
    writeFileSync(file, text);
  }
}
