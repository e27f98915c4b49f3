import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { debianBase, ensureDebianBase } from "../support/debian-base.ts";
import { testEngine } from "../support/engine.ts";
import { builtStages, createProject, docker, reasonOf, referenceOf, type TestProject } from "../support/project.ts";

/** Making the toolchain and the base image, once on a machine, takes minutes. */
const minutes = 60_000;

beforeAll(() => ensureDebianBase(testEngine()).then(() => undefined), 10 * minutes);

/** Something to download, where containers reach it. */
const served = createServer((_request, response) => response.end("served\n"));
let url = "";

beforeAll(async () => {
  const subnet = docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}");
  await new Promise<void>((listening) => served.listen(0, "0.0.0.0", listening));
  const address: AddressInfo | string | null = served.address();
  const port = typeof address === "object" ? address?.port : "";
  url = `http://${subnet.replace(/0\/\d+$/, "1")}:${port}/x`;
});
afterAll(() => {
  served.close();
});

/** A project with one image, whose tasks are written one on a line from line 5 on. */
function projectOf(base: string, tasks: readonly string[], more = ""): TestProject {
  const project = createProject();
  project.write({
    "build.ts": [
      'import { image, project } from "builder";',
      `export default project("${project.name}");`,
      `export const app = image("app").from("${base}")${more}.ansible({`,
      "  install: [",
      ...tasks.map((task) => `    ${task},`),
      "  ],",
      "});",
      "",
    ].join("\n"),
  });
  return project;
}

describe("tasks on a Debian without Python", () => {
  const folder = mkdtempSync(join(tmpdir(), "builder-e2e-deb-"));

  beforeAll(() => makePackage(folder));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("do what they say, and leave nothing else in the image", { timeout: 5 * minutes }, async () => {
    using project = projectOf(
      debianBase,
      [
        '{ copy: { content: "A {{ 1 + 1 }}\\n", dest: "/etc/app.conf", mode: "0640", owner: "daemon" } }',
        '{ lineinfile: { path: "/etc/app.conf", regexp: "^A", line: "B" } }',
        '{ file: { path: "/srv/{{ item }}", state: "directory" }, loop: ["a", "b"] }',
        '{ group: { name: "team", gid: 1234 } }',
        '{ user: { name: "bob", group: "team", uid: 1235, shell: "/bin/sh" } }',
        `{ get_url: { url: "${url}", dest: "/srv/served" } }`,
        '{ unarchive: { src: "/src/files.tar.gz", dest: "/srv/a", remote_src: true } }',
        '{ copy: { content: "deb [trusted=yes] file:/src ./\\n", dest: "/etc/apt/sources.list" } }',
        '{ apt: { name: ["hello-builder"], update_cache: true } }',
        '{ command: "cat /usr/share/hello-builder", register: "hello" }',
        '{ set_fact: { greeting: "{{ hello.stdout | upper }}" } }',
        '{ assert: { that: ["greeting == \'HELLO\'", "hello.rc == 0"] } }',
        '{ debug: { msg: "say {{ greeting }}" } }',
        '{ shell: "echo $0 > /srv/shell; id -un > /srv/b/who", become_user: "bob", ignore_errors: true }',
        '{ raw: "echo raw $WERF_COMMIT_HASH > /srv/raw" }',
        '{ shell: "echo $GREETING > /srv/env", environment: { GREETING: "hi" } }',
        '{ block: [{ command: "/bin/false" }], rescue: [{ copy: { content: "saved", dest: "/srv/rescued" } }], always: [{ shell: "echo always >> /srv/rescued" }] }',
        '{ command: "true", when: "false" }',
      ],
      '.git({ add: "/files", to: "/src" })',
    );
    mkdirSync(join(project.folder, "files"));
    for (const name of ["hello.deb", "Packages"]) copyFileSync(join(folder, name), join(project.folder, "files", name));
    copyFileSync(join(folder, "files.tar.gz"), join(project.folder, "files/files.tar.gz"));
    const commit = project.commit();

    const result = await project.builder("run", "--progress", "plain");

    expect(result.exitCode, result.stderr).toBe(0);
    const output = result.stderr.split("\n").flatMap((line) => /^app\/install │ (.*)$/.exec(line)?.[1] ?? []);
    expect(output).toContain("TASK 1/20: copy");
    expect(output).toContain("  say HELLO");
    const { reference } = (await project.run()).images[0] ?? {};
    const show = (command: string) => project.inImage(reference, "/bin/sh", "-c", command);
    expect(show("cat /etc/app.conf; stat -c '%a %U' /etc/app.conf")).toBe("B\n640 daemon");
    expect(show("id bob; getent passwd bob | cut -d: -f7")).toBe(
      "uid=1235(bob) gid=1234(team) groups=1234(team)\n/bin/sh",
    );
    expect(show("cat /srv/served /srv/a/inside /srv/raw /srv/env /srv/rescued")).toBe(
      `served\nunpacked\nraw ${commit}\nhi\nsavedalways`,
    );
    expect(show("dpkg-query -l hello-builder | tail -n 1 | cut -c 1-17")).toBe("ii  hello-builder");
    // The files are root's, the group of tasks goes on: the user may not write there.
    expect(show("ls -A /srv/b /.builder /tmp; ls /usr/bin | grep python; true")).toBe("/.builder:\n\n/srv/b:\n\n/tmp:");
  });

  it("run again when one of them changes, and not when a commit changes something else", {
    timeout: 5 * minutes,
  }, async () => {
    using project = projectOf(
      debianBase,
      ['{ command: "true" }'],
      '.git({ add: "/src", to: "/src" }).cacheVersion("1")',
    );
    project.write({ "src/a": "one" });
    project.commit();
    expect(builtStages(await project.run())).toEqual([
      "from",
      "beforeInstall",
      "gitArchive",
      "install",
      "beforeSetup",
      "setup",
    ]);
    project.write({ "src/a": "two" });
    project.commit();
    expect(builtStages(await project.run())).toEqual(["gitLatestPatch"]);
    project.write({
      "build.ts": readFileSync(join(project.folder, "build.ts"), "utf8").replace('"true"', '"cat /src/a"'),
    });
    project.commit();
    const report = await project.run();
    expect(builtStages(report).slice(0, 1)).toEqual(["install"]);
    expect(reasonOf(report, "install")).toContain("task 1");
    expect(project.inImage(report.images[0]?.reference, "/bin/cat", "/src/a")).toBe("two");
  });

  it("show where the one that failed is written, what it said, and what may help", {
    timeout: 5 * minutes,
  }, async () => {
    using project = projectOf(debianBase, [
      '{ name: "fine", command: "true" }',
      '{ block: [\n      { debug: { msg: 1 } },\n      { name: "Install curl", apk: { name: "curl" } },\n    ] }',
    ]);
    project.commit();
    const { exitCode, stdout } = await project.builder("run", "--json", "--progress", "quiet");
    const { error } = JSON.parse(stdout);
    expect({ exitCode, error }).toMatchObject({
      exitCode: 1,
      error: {
        code: "BUILD.TASK_FAILED",
        message: 'image "app", stage install: task 3 of 3, "Install curl" (apk) failed',
        why: expect.stringContaining('Failed to find required executable "apk"'),
        next: [
          "the image has no apk: use a module that fits the image, or install apk in an earlier task",
          "look into the container as it was left: builder shell --last-failed",
        ],
        where: [{ file: "build.ts", line: 8, column: 7 }],
      },
    });
  });

  it("keep out of the output what no_log hides, and pass on commands' output as it comes", {
    timeout: 5 * minutes,
  }, async () => {
    using project = projectOf(debianBase, [
      '{ shell: "echo hidden-$((40 + 2))", no_log: true }',
      '{ shell: "echo first; echo second >&2" }',
      '{ raw: "echo third" }',
      '{ shell: "echo hidden-$((40 + 2)); exit 3", no_log: true }',
    ]);
    project.commit();
    const { exitCode, stdout, stderr } = await project.builder("run", "--progress", "plain");
    expect(exitCode).toBe(1);
    expect(stdout + stderr).not.toContain("hidden-42");
    const lines = stderr.split("\n").flatMap((line) => /^app\/install │ (.*)$/.exec(line)?.[1] ?? []);
    expect(lines.filter((line) => /^(?:first|second|third)$/.test(line)).sort()).toEqual(["first", "second", "third"]);
    expect(stderr).toContain("task 4 of 4 (shell) failed");
  });
});

describe("tasks on an image that holds busybox and nothing else", () => {
  it("run as well, with accounts and archives", { timeout: 5 * minutes }, async () => {
    using project = projectOf(
      testBase,
      [
        '{ copy: { content: "hello", dest: "/home/x" } }',
        '{ lineinfile: { path: "/home/x", line: "more" } }',
        '{ file: { path: "/home/d", state: "directory", mode: "0700", owner: "node" } }',
        '{ group: { name: "team", gid: 1234 } }',
        '{ user: { name: "bob", group: "team", uid: 1235, create_home: false } }',
        '{ unarchive: { src: "/src/files.tar.gz", dest: "/home/d", remote_src: true } }',
        `{ get_url: { url: "${url}", dest: "/home/served" } }`,
        '{ shell: "id -u > /home/id" }',
        '{ raw: "echo raw > /home/raw" }',
        '{ command: "id -un", become_user: "node", register: "who" }',
        '{ set_fact: { name: "{{ who.stdout }}" } }',
        '{ debug: { msg: "run by {{ name }}" } }',
        "{ assert: { that: \"name == 'node'\" } }",
      ],
      '.git({ add: "/files", to: "/src" })',
    );
    makeArchive(project.folder);
    mkdirSync(join(project.folder, "files"));
    execFileSync("mv", ["files.tar.gz", "files/"], { cwd: project.folder });
    project.commit();
    const { reference } = (await project.run()).images[0] ?? {};
    const show = (command: string) => project.inImage(reference, "/bin/sh", "-c", command);
    expect(show("cat /home/x /home/served /home/id /home/raw /home/d/inside; stat -c '%a %u' /home/d")).toBe(
      "hello\nmore\nserved\n0\nraw\nunpacked\n700 1000",
    );
    expect(show("grep -c '^bob:[!x]:1235:1234' /etc/passwd; grep -c team:x:1234 /etc/group; ls -A /.builder")).toBe(
      "1\n1",
    );
  });
});

test("tasks find programs by the PATH of the image, and write in any script", { timeout: 5 * minutes }, async () => {
  using project = createProject();
  project.write({
    "build.ts": `import { image, project } from "builder";
const base = image("base").from("${testBase}")
  .beforeInstall("mkdir -p /opt/tools && printf '#!/bin/sh\\necho found' > /opt/tools/tool && chmod +x /opt/tools/tool")
  .docker({ env: { PATH: "/opt/tools:/bin" } }).final(false);
export const app = image("app").from(base).ansible({
  install: [
    { command: "tool" },
    { shell: "tool; echo привет" },
    { debug: { msg: "мир" } },
    { copy: { content: "ёж", dest: "/home/ж" } },
  ],
});
export default project("${project.name}");
`,
  });
  project.commit();
  const { exitCode, stdout, stderr } = await project.builder("run", "--json", "--progress", "plain");
  expect(exitCode, stderr).toBe(0);
  const lines = stderr.split("\n").flatMap((line) => /^app\/install │ (.*)$/.exec(line)?.[1] ?? []);
  expect(lines.filter((line) => /found|привет|мир/.test(line))).toEqual(["found", "found", "привет", "  мир"]);
  expect(project.inImage(referenceOf(JSON.parse(stdout), "app"), "/bin/cat", "/home/ж")).toBe("ёж");
});

describe("a build.ts", () => {
  it.each([
    ["with an unknown module", ['{ name: "x", servce: {} }'], "", "GRAPH.ANSIBLE_MODULE", 5],
    ["with two modules in a task", ['{ shell: "a" }', '{ shell: "a", command: "b" }'], "", "GRAPH.ANSIBLE_MODULES", 6],
    ["with shell commands too", ['{ shell: "a" }'], '.setup("x")', "GRAPH.SHELL_AND_ANSIBLE", 3],
  ])("%s is refused before anything runs", async (_name, tasks, more, code, line) => {
    using project = projectOf("builder-test/nothing:1", tasks, more);
    project.commit();
    const { exitCode, stdout } = await project.builder("run", "--json", "--progress", "quiet");
    const { error } = JSON.parse(stdout);
    expect({ exitCode, code: error.code, line: error.where[0]?.line }).toEqual({ exitCode: 3, code, line });
  });
});

/** A package that holds one file, and an archive that holds another. */
function makePackage(folder: string): void {
  mkdirSync(join(folder, "package/DEBIAN"), { recursive: true });
  mkdirSync(join(folder, "package/usr/share"), { recursive: true });
  const control = ["Package: hello-builder", "Version: 1", "Architecture: all", "Maintainer: e2e <e2e@example.com>"];
  writeFileSync(join(folder, "package/DEBIAN/control"), `${[...control, "Description: a test", ""].join("\n")}`);
  writeFileSync(join(folder, "package/usr/share/hello-builder"), "hello");
  execFileSync("dpkg-deb", ["--root-owner-group", "--build", "package", "hello.deb"], { cwd: folder, stdio: "ignore" });
  // The folder is a repository of apt's simplest kind.
  const file = readFileSync(join(folder, "hello.deb"));
  const checksum = createHash("sha256").update(file).digest("hex");
  const index = [...control, "Filename: ./hello.deb", `Size: ${file.length}`, `SHA256: ${checksum}`];
  writeFileSync(join(folder, "Packages"), `${[...index, "Description: a test", ""].join("\n")}`);
  makeArchive(folder);
}

function makeArchive(folder: string): void {
  writeFileSync(join(folder, "inside"), "unpacked\n");
  execFileSync("tar", ["-czf", "files.tar.gz", "inside"], { cwd: folder });
  rmSync(join(folder, "inside"));
}
