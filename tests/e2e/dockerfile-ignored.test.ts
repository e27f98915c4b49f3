import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { builtStages, createProject, docker, reasonOf, type TestProject } from "../support/project.ts";

const buildTs = (project: TestProject, options: string) => `import { dockerfile, project } from "builder";
export const app = dockerfile("app", ${options});
export default project("${project.name}");
`;

const filesOf = (project: TestProject, image: string | undefined): readonly string[] =>
  project.inImage(image, "find", "/app", "-type", "f").split("\n").sort();

/** What `docker build` itself makes of the folder: by the old builder, which needs no further program. */
function buildWithDocker(project: TestProject, dockerfile: string): string {
  const label = `werf=${project.name}`;
  const args = ["build", "--quiet", "--label", label, "--file", `${project.folder}/${dockerfile}`, project.folder];
  const env = { ...process.env, DOCKER_BUILDKIT: "0" };
  return execFileSync("docker", args, { encoding: "utf8", env, stdio: "pipe" }).trim();
}

const files = { "a.txt": "a", "docker/b.txt": "b", "build.ts": "" };

test.for([
  ["the Dockerfile", "Dockerfile", { ".dockerignore": "Dockerfile\n" }, "1"],
  [
    "itself and the Dockerfile",
    "Dockerfile",
    { ".dockerignore": ".dockerignore\nDockerfile\n*.md\n", "c.md": "" },
    "1",
  ],
  ["a Dockerfile in a folder", "docker/Dockerfile", { ".dockerignore": "**/Dockerfile\n" }, "1"],
  ["nothing of it", "Dockerfile", { ".dockerignore": "*.md\n", "c.md": "" }, "1"],
  ["the Dockerfile, for the old builder", "Dockerfile", { ".dockerignore": ".dockerignore\nDockerfile\n" }, "0"],
] as const)(
  "a .dockerignore that names %s leaves out what docker build leaves out",
  async ([, path, ignore, buildKit]) => {
    using project = createProject({ DOCKER_BUILDKIT: buildKit });
    project.write({
      ...files,
      ...ignore,
      "build.ts": buildTs(project, `{ dockerfile: "${path}" }`),
      [path]: `FROM ${testBase}\nCOPY . /app\n`,
    });
    project.commit();
    const { images } = await project.run();
    const expected = buildWithDocker(project, path);
    const ours = filesOf(project, images[0]?.reference);
    // The folder has what git keeps for itself, which no commit has.
    expect(ours).toEqual(filesOf(project, expected).filter((file) => !file.startsWith("/app/.git/")));
    expect(ours).toContain("/app/docker/b.txt");
  },
);

test("an ignore file of the Dockerfile's own counts before .dockerignore, and may name both of them", async () => {
  using project = createProject();
  project.write({
    ...files,
    "build.ts": buildTs(project, `{ dockerfile: "docker/Dockerfile" }`),
    "docker/Dockerfile": `FROM ${testBase}\nCOPY . /app\n`,
    "docker/Dockerfile.dockerignore": "docker/Dockerfile*\n",
    ".dockerignore": "a.txt\n",
  });
  project.commit();
  const { images } = await project.run();
  const expected = [".dockerignore", "a.txt", "build.ts", "docker/b.txt"].map((path) => `/app/${path}`);
  expect(filesOf(project, images[0]?.reference)).toEqual(expected);
});

test("a Dockerfile that no COPY sees changes nothing by its comments", async () => {
  using project = createProject();
  const text = `FROM ${testBase}\nCOPY . /app\n`;
  project.write({ "build.ts": buildTs(project, "{}"), Dockerfile: text, ".dockerignore": "Dockerfile\n" });
  project.commit();
  await project.run();
  project.write({ Dockerfile: `# says nothing\n${text}` });
  project.commit();
  expect(builtStages(await project.run())).toEqual([]);
  // One that is copied is a file like any other.
  project.write({ ".dockerignore": "" });
  project.commit();
  await project.run();
  project.write({ Dockerfile: `# says something\n${text}` });
  project.commit();
  expect(reasonOf(await project.plan(), "dockerfile")).toBe("Dockerfile changed");
});

test("a failed build of an ignored Dockerfile names its line and leaves nothing behind", async () => {
  using project = createProject();
  project.write({
    "build.ts": buildTs(project, "{}"),
    Dockerfile: `FROM ${testBase}\nCOPY . /app\nRUN exit 7\n`,
    ".dockerignore": "Dockerfile\n",
  });
  project.commit();
  const { exitCode, stderr } = await project.builder("run");
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("Dockerfile, line 3: ended with exit code 7")]);
  expect(docker("images", "--all", "--quiet", "--filter", `label=werf=${project.name}`)).toBe("");
});
