import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProject } from "../../support/project.ts";

const werf = `project: shop
configVersion: 1
---
# The app
image: app
from: node:22
fromCacheVersion: {{ env "CACHE" "1" }}
`;

describe("builder import", () => {
  it("writes a build.ts beside the file, says what became of it, and never overwrites one", async () => {
    using project = createProject({ CACHE: "2" });
    project.write({ "werf.yaml": werf, "werf-giterminism.yaml": allowed });
    project.commit();

    const first = await project.builder("import", "werf.yaml");
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stdout).toBe("build.ts\n");
    expect(first.stderr).toContain("werf.yaml → build.ts: 1 image\n");
    expect(first.stderr).toMatch(
      /Verified: both describe the same in \d+ environments, with the same digests of 1 stage\n/,
    );
    expect(readFileSync(join(project.folder, "build.ts"), "utf8")).toBe(`import { env, image, project } from "builder";

// The app
export const app = image("app")
  .from("node:22")
  .fromCacheVersion(env("CACHE", "") || "1");

export default project("shop", { digests: "werf-1.2", giterminism: { env: "CACHE" } });
`);

    const second = await project.builder("import", "werf.yaml");
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toContain("build.ts exists already and is left as it is [USAGE.FILE_EXISTS]");

    const forced = await project.builder("import", "werf.yaml", "--force", "--json");
    expect(forced.exitCode, forced.stderr).toBe(0);
    expect(JSON.parse(forced.stdout)).toMatchObject({
      command: "import",
      ok: true,
      file: "werf.yaml",
      output: "build.ts",
      project: "shop",
      images: ["app"],
      verified: true,
      digests: 1,
    });

    project.commit();
    const checked = await project.builder("check", "build.ts");
    expect(checked.exitCode, checked.stderr).toBe(0);
  });

  it("prints what it would write, also of a wercker.yml", async () => {
    using project = createProject();
    project.write({
      "wercker.yml": "box: node\nbuild:\n  steps:\n    # all of them\n    - script: {name: unit, code: npm test}\n",
    });
    project.commit();

    const printed = await project.builder("import", "wercker.yml", "-o", "-");
    expect(printed.exitCode, printed.stderr).toBe(0);
    expect(printed.stdout).toContain('export const build = pipeline("build")');
    expect(printed.stdout).toContain('// all of them\n  .step(script("unit", "npm test"));');
    expect(existsSync(join(project.folder, "build.ts"))).toBe(false);
  });

  it("writes nothing where the file is wrong, or where there is none", async () => {
    using project = createProject();
    project.write({ "werf.yaml": "project: shop\nconfigVersion: 1\n---\nimage: app\nform: node:22\n" });
    project.commit();

    const wrong = await project.builder("import", "werf.yaml");
    expect(wrong.exitCode).toBe(3);
    expect(wrong.stderr).toContain("at werf.yaml:5:1");
    const absent = await project.builder("import", "werf.yml");
    expect(absent.exitCode).toBe(2);
    expect(existsSync(join(project.folder, "build.ts"))).toBe(false);
  });
});

const allowed = `giterminismConfigVersion: 1
config:
  goTemplateRendering:
    allowEnvVariables: [CACHE]
`;
