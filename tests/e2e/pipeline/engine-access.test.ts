import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { testBase } from "../../support/base-image.ts";
import { testEngine } from "../../support/engine.ts";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { docker } from "../../support/project.ts";
import { ensureToolsBase, toolsBase } from "../../support/tools-base.ts";

/** Making the base image, once on a machine, takes minutes. */
const minutes = 60_000;

beforeAll(() => ensureToolsBase(testEngine()), 20 * minutes);

test("a box with access to the engine builds and runs with docker itself, on the pipeline's network, with folders of this machine", async () => {
  const name = `engine-access-${process.pid}`;
  using project = createPipelineProject(`
export const test = pipeline("test").box(${JSON.stringify(toolsBase)}, { volumes: "/usr/bin/docker" }).docker()
  .service(base, { name: "idle", cmd: "/bin/sleep 600" })
  .step(script("build", [
    "mkdir context && printf 'FROM ${testBase}\\\\nRUN mkdir /www && echo built inside > /www/index.html\\\\n' > context/Dockerfile",
    "DOCKER_BUILDKIT=0 docker build --quiet --tag ${name} context > /dev/null",
    "docker run --detach --name ${name} --network $DOCKER_NETWORK_NAME ${name} /bin/busybox httpd -f -p 8080 -h /www > /dev/null",
  ]))
  .step(script("ask", [
    "docker run --rm --network $DOCKER_NETWORK_NAME ${testBase} /bin/sh -c 'until busybox wget -q -O - http://${name}:8080/ 2> /dev/null; do sleep 0.2; done'",
    "docker run --rm --volume $HOST_FOLDER:/shared ${testBase} /bin/sh -c 'cat /shared/given; echo taken > /shared/taken'",
    "echo mounted > mounted",
  ]))
  .afterStep(script("clean", "docker rm --force ${name} > /dev/null; docker rmi ${name} > /dev/null && echo clean"));`);
  project.write({ given: "given\n", ENVIRONMENT: `X_HOST_FOLDER=${project.folder}\n` });
  const { exitCode, output, stderr } = await runPipeline(project, "test", "--direct-mount");
  expect(exitCode, stderr).toBe(0);
  expect(output.slice(-3), stderr).toEqual(["built inside", "given", "clean"]);
  const content = (file: string): string => readFileSync(join(project.folder, file), "utf8");
  expect([content("taken"), content("mounted")]).toEqual(["taken\n", "mounted\n"]);
  expect(docker("ps", "--all", "--quiet", "--filter", `name=${name}`)).toBe("");
});
