import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, docker, reasonOf } from "../support/project.ts";

describe("the main job", () => {
  test("a build.ts becomes an image, then nothing is rebuilt, then one changed file is one patch", async () => {
    using project = createProject();
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app")
  .from("${testBase}")
  .git({ add: "/", to: "/app", stageDependencies: { install: ["package-lock.json"] } })
  .beforeInstall("echo system > /system")
  .install("cat /app/package-lock.json > /installed")
  .setup("echo done > /done")
  .docker({ cmd: ["cat", "/app/src/main.txt"], workdir: "/app", env: { MODE: "test" }, expose: 8080 });
export default project("${project.name}");
`,
      "package-lock.json": "lock 1",
      "src/main.txt": "one\n",
    });
    project.commit();

    const first = await project.run();
    expect(builtStages(first)).toEqual([
      "from",
      "beforeInstall",
      "gitArchive",
      "install",
      "setup",
      "dockerInstructions",
    ]);
    const reference = first.images[0]?.reference;
    expect(project.inImage(reference, "cat", "/app/src/main.txt", "/installed", "/done", "/system")).toBe(
      "one\nlock 1done\nsystem",
    );
    const config = JSON.parse(docker("inspect", reference ?? ""))[0].Config;
    expect(config).toMatchObject({
      Cmd: ["cat", "/app/src/main.txt"],
      WorkingDir: "/app",
      ExposedPorts: { "8080/tcp": {} },
    });
    expect(config.Env).toContain("MODE=test");

    const second = await project.run();
    expect(builtStages(second)).toEqual([]);
    expect(second.images[0]?.reference).toBe(reference);

    project.write({ "src/main.txt": "two\n" });
    project.commit();
    const third = await project.run();
    expect(builtStages(third)).toEqual(["gitLatestPatch", "dockerInstructions"]);
    expect(reasonOf(third, "gitLatestPatch")).toBe("1 file changed: src/main.txt");
    expect(project.inImage(third.images[0]?.reference, "cat", "/app/src/main.txt")).toBe("two");

    project.write({ "package-lock.json": "lock 2" });
    project.commit();
    const fourth = await project.run();
    expect(builtStages(fourth)).toEqual(["install", "setup", "dockerInstructions"]);
    expect(reasonOf(fourth, "install")).toBe("package-lock.json changed");
    expect(project.inImage(fourth.images[0]?.reference, "cat", "/installed", "/app/src/main.txt")).toBe("lock 2two");
  });

  test("a failing command names image, stage, place, command, exit code and last lines, and leaves nothing behind", async () => {
    using project = createProject();
    project.write({
      "build.ts": `import { image, project } from "builder";
export const app = image("app")
  .from("${testBase}")
  .install("echo fine")
  .install("echo before; exit 7");
export default project("${project.name}");
`,
    });
    project.commit();
    const result = await project.builder("run");
    expect(result.exitCode).toBe(1);
    for (const part of ["app", "install", "build.ts:5", "echo before; exit 7", "7", "before"]) {
      expect(result.stderr).toContain(part);
    }
    expect(docker("ps", "--all", "--quiet", "--filter", `name=${project.name}`)).toBe("");
  });
});
