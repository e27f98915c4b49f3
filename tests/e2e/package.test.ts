import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { createProject } from "../support/project.ts";

const root = resolve(import.meta.dirname, "../..");

/** Installs from the registry: slow where npm's cache is empty. */
const timeoutMs = 600_000;

test(
  "a packed tarball installed into an empty project builds and type-checks a build.ts",
  () => {
    const packed = mkdtempSync(join(tmpdir(), "builder-pack-"));
    using project = createProject();
    try {
      execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", packed], { cwd: root });
      const tarball = join(packed, readdirSync(packed)[0] ?? "");
      writeFileSync(
        join(project.folder, "package.json"),
        JSON.stringify({ name: "user", private: true, type: "module" }),
      );
      writeFileSync(join(project.folder, ".gitignore"), "node_modules\n");
      project.write({
        "build.ts": `import { image, project, type Image } from "builder";
export const app: Image = image("app").fromScratch().install("mkdir /made", "echo packed > /made/file");
export default project("${project.name}");
`,
      });
      const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball];
      execFileSync("npm", install, { cwd: project.folder, stdio: "pipe" });
      project.commit();
      const npx = (...args: string[]): string =>
        execFileSync("npx", ["--no-install", "builder", ...args], {
          cwd: project.folder,
          encoding: "utf8",
          stdio: "pipe",
        });
      expect(npx("--version").trim()).toMatch(/^\d+\.\d+\.\d+/);
      npx("check", "build.ts");
      const report = JSON.parse(npx("run", "build.ts", "--json"));
      expect(report.images[0].stages.map((stage: { name: string }) => stage.name)).toEqual(["from", "install"]);
    } finally {
      rmSync(packed, { recursive: true, force: true });
    }
  },
  timeoutMs,
);
