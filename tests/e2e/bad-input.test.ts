import { describe, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { createProject } from "../support/project.ts";

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly exitCode: number;
  readonly says: readonly string[];
}

const header = 'import { image, project } from "builder";\n';

const cases: readonly Case[] = [
  {
    title: "a syntax error",
    files: { "build.ts": `${header}export const app = image("app").from(;\n` },
    exitCode: 3,
    says: ["build.ts:2:38"],
  },
  {
    title: "a type error, found by check",
    files: { "build.ts": `${header}export const app = image("app").from(5);\n` },
    command: ["check"],
    exitCode: 3,
    says: ["build.ts:2", "number"],
  },
  {
    title: "a default export of the wrong kind",
    files: { "build.ts": `${header}export default "shop";\n` },
    exitCode: 3,
    says: ["default export", "project("],
  },
  {
    title: "images that start from each other",
    files: {
      "build.ts": `${header}import { b } from "./b.ts";\nexport const a = image("a").from(b);\nexport { b };\n`,
      "b.ts": `import { image } from "builder";\nimport { a } from "./build.ts";\nexport const b = image("b").from(a);\n`,
    },
    exitCode: 3,
    says: ["b.ts:3", "cycle"],
  },
  {
    title: "two images with one name",
    files: {
      "build.ts": `${header}export const a = image("app").from("x");\nexport const b = image("app").from("y");\n`,
    },
    exitCode: 3,
    says: ["build.ts:2", "build.ts:3", "app"],
  },
  {
    title: "an add path that matches no file",
    files: {
      "build.ts": `${header}export const app = image("app").from("${testBase}").git({ add: "/nowhere", to: "/app" });\n`,
    },
    exitCode: 1,
    says: ["/nowhere", "build.ts:2"],
  },
  {
    title: "a base image that does not exist",
    files: {
      "build.ts": `${header}export const app = image("app").from("localhost:1/no-such/image:1").install("true");\n`,
    },
    exitCode: 1,
    says: ["localhost:1/no-such/image:1"],
  },
  {
    title: "a malformed mask",
    files: {
      "build.ts": `${header}export const app = image("app").from("${testBase}").git({ to: "/app", includePaths: ["src/[a"] });\n`,
    },
    exitCode: 3,
    says: ["src/[a", "build.ts:2"],
  },
  {
    title: "an unknown target",
    files: { "build.ts": `${header}export const app = image("app").from("${testBase}");\n` },
    command: ["run", "build.ts", "apq"],
    exitCode: 2,
    says: ["apq", "app"],
  },
  {
    title: "an unknown flag",
    files: { "build.ts": `${header}export const app = image("app").from("${testBase}");\n` },
    command: ["run", "--jsn"],
    exitCode: 2,
    says: ["--jsn", "--json"],
  },
  {
    title: "an owner that the image does not know",
    files: {
      "build.ts": `${header}export const app = image("app").from("${testBase}").git({ to: "/app", owner: "nobody-knows" });\n`,
    },
    exitCode: 1,
    says: ["nobody-knows", "/etc/passwd", "build.ts:2"],
  },
];

describe("bad input gets a clear error", () => {
  test.for(cases)("$title", async ({ files, command = ["run"], exitCode, says }) => {
    using project = createProject();
    project.write(files);
    project.commit();
    const result = await project.builder(...command);
    expect.soft(result.exitCode, result.stderr).toBe(exitCode);
    for (const text of says) expect.soft(result.stderr).toContain(text);
    expect.soft(result.stderr).not.toMatch(/\n\s+at .*node:internal/);
  });

  test("an engine that is not there is exit code 4", async () => {
    using project = createProject({ DOCKER_HOST: "unix:///nonexistent/docker.sock" });
    project.write({ "build.ts": `${header}export const app = image("app").from("${testBase}").install("true");\n` });
    project.commit();
    const result = await project.builder("run");
    expect(result.exitCode).toBe(4);
    expect(result.stderr).toContain("builder doctor");
  });
});
