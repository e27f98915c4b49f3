import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { uniqueName } from "../support/engine.ts";
import { createMachine, noEngine } from "../support/machine.ts";
import { builtStages, createProject, docker, reasonOf, type TestProject } from "../support/project.ts";
import { startRegistry, type TestRegistry } from "../support/registry.ts";

let registry: TestRegistry;
let base: string;

/** A base from elsewhere, as many languages had them: it takes the sources of whoever starts from it. */
beforeAll(async () => {
  registry = await startRegistry();
  base = `${registry.host}/${uniqueName("onbuild")}:1`;
  const text = [
    `FROM ${testBase}`,
    "WORKDIR /app",
    "ONBUILD COPY lock.txt /app/",
    "ONBUILD RUN cat /app/lock.txt > /installed",
  ].join("\n");
  execFileSync("docker", ["build", "--quiet", "--tag", base, "-"], {
    input: text,
    env: { ...process.env, DOCKER_BUILDKIT: "0" },
  });
  docker("push", "--quiet", base);
});

afterAll(async () => {
  docker("rmi", "--force", base);
  await registry.stop();
});

function commit(project: TestProject, files: Readonly<Record<string, string>>): void {
  project.write({
    "build.ts": `import { dockerfile, project } from "builder";
export const app = dockerfile("app");
export default project("${project.name}");
`,
    Dockerfile: `FROM ${base}\nRUN true\n`,
    ...files,
  });
  project.commit();
}

test("files that ONBUILD of the base takes build the image again when they change, and no others do", async () => {
  using project = createProject();
  commit(project, { "lock.txt": "one", "other.txt": "one" });
  const first = await project.run();
  expect(project.inImage(first.images[0]?.reference, "cat", "/app/lock.txt", "/installed")).toBe("oneone");
  commit(project, { "other.txt": "two" });
  expect(builtStages(await project.run())).toEqual([]);
  commit(project, { "lock.txt": "two" });
  expect(reasonOf(await project.plan(), "dockerfile")).toBe("lock.txt changed");
  const second = await project.run();
  expect(project.inImage(second.images[0]?.reference, "cat", "/installed")).toBe("two");
});

test("a machine without the base asks its registry, so that all know the image by the same digest", async () => {
  using project = createProject();
  using machine = createMachine(noEngine);
  const repo = `${registry.host}/${uniqueName("stages")}`;
  commit(project, { "lock.txt": "one" });
  const built = await project.run("--repo", repo);
  const elsewhere = await machine.run(project, "--repo", repo);
  expect(elsewhere.images).toMatchObject([{ action: "reuse", reference: built.images[0]?.reference }]);
  commit(project, { "lock.txt": "two" });
  const planned = await machine.plan(project, "--repo", repo);
  expect(reasonOf(planned, "dockerfile")).toBe("lock.txt changed");
});
