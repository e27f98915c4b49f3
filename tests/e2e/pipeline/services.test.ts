import { expect, test } from "vitest";
import { testBase } from "../../support/base-image.ts";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { createProject, docker } from "../../support/project.ts";

test("services are reached by name and variables, when they answer, with secrets that the engine does not show", async () => {
  using project = createPipelineProject(
    `
const server = image("server").from(base)
  .install("mkdir /www; echo hello > /www/index.html")
  .docker({ expose: 8080, cmd: ["/bin/sh", "-c", "sleep 1; exec /bin/busybox httpd -f -p 8080 -h /www"] })
  .final(false);
export const test = pipeline("test")
  .box(base)
  .service(server, { name: "web-1", env: { PASSWORD: secret("DB_PASSWORD"), MODE: "test" } })
  .service(server, { name: "web2" })
  .step(script("ask", [
    "busybox wget -q -O - http://web-1:8080/",
    'busybox wget -q -O - "http://$WEB_1_PORT_8080_TCP_ADDR:$WEB_1_PORT_8080_TCP_PORT/"',
    '[ "$WEB_1_PORT" = "tcp://$WEB_1_PORT_8080_TCP_ADDR:8080" ] && echo "$WEB_1_PORT_8080_TCP_PROTO $WEB_1_ENV_MODE"',
    'echo "\${WEB_1_NAME##*/} \${#WEB_1_ENV_PASSWORD} $WEB_1_ENV_PASSWORD"',
    "busybox wget -q -O - http://web2:8080/",
  ]));`,
    { DB_PASSWORD: "s3rvice-secret" },
  );
  const { exitCode, output, stderr } = await runPipeline(project, "test");
  expect(exitCode, stderr).toBe(0);
  expect(output.slice(-5)).toEqual(["hello", "hello", "tcp test", "web_1 14 ***", "hello"]);
  expect(stderr).not.toContain("s3rvice-secret");
});

test("a service may be what another project has built", async () => {
  using other = createProject();
  other.write({
    "build.ts": `import { image, project } from "builder";
export const hello = image("hello").from(${JSON.stringify(testBase)}).git({ add: "/www", to: "/www" })
  .docker({ expose: 5000, cmd: ["/bin/busybox", "httpd", "-f", "-p", "5000", "-h", "/www"] });
export default project("${other.name}");
`,
    "www/index.html": "hello from the other project\n",
  });
  other.commit();
  const reference = `${other.name}-hello:1`;
  const exported = await other.builder("export", "hello", "--tag", reference);
  expect(exported.exitCode, exported.stderr).toBe(0);
  try {
    using project = createPipelineProject(`
export const test = pipeline("test").box(base).service("${reference}", { name: "hello" })
  .step(script("ask", 'busybox wget -q -O - "http://hello:$HELLO_PORT_5000_TCP_PORT/"'));`);
    const { output, stderr } = await runPipeline(project, "test");
    expect(output, stderr).toEqual(["hello from the other project"]);
  } finally {
    docker("rmi", reference);
  }
});

test("an image that is built beside services reaches them while it is built", async () => {
  using project = createPipelineProject(`
export const server = image("server").from(base).install("mkdir /www; echo from the service > /www/index.html")
  .docker({ expose: 8080, cmd: ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"] }).final(false);
export const test = pipeline("test").box(base).service(server, { name: "web" })
  .step(internal.dockerBuild({ imageName: "page", noCache: true }))
  .step(internal.dockerRun({ name: "page", image: "page", cmd: "/bin/busybox httpd -f -p 9000 -h /page" }))
  .step(script("ask", [
    "for i in $(seq 100); do busybox wget -q -O - http://page:9000/index.html 2> /dev/null && break; sleep 0.3; done",
  ]));`);
  project.write({
    Dockerfile: `FROM ${testBase}\nRUN busybox mkdir /page && busybox wget -q -O /page/index.html http://web:8080/\n`,
  });
  project.commit();
  const { exitCode, output, stderr } = await runPipeline(project, "test");
  expect(exitCode, stderr).toBe(0);
  expect(output.at(-1)).toBe("from the service");
});

test("a service that ends, or does not answer in time, is an error with its last words", async () => {
  using project = createPipelineProject(`
export const ends = pipeline("ends").box(base)
  .service(base, { name: "db", cmd: ["/bin/sh", "-c", "echo no space; exit 3"], ports: 5432 });
export const silent = pipeline("silent").box(base)
  .service(base, { name: "db", cmd: "/bin/sleep 60", ports: 5432, readyTimeout: "1s" });`);
  const ends = await runPipeline(project, "ends");
  expect(ends.report.error).toMatchObject({
    code: "PIPELINE.SERVICE_FAILED",
    message: 'the service "db" ended with exit code 3 before it was ready',
    why: "no space",
  });
  const silent = await runPipeline(project, "silent");
  expect(silent.report.error?.code).toBe("PIPELINE.SERVICE_NOT_READY");
});

test("a box with access to the engine reaches it, and only then has all rights that the engine can give", async () => {
  using project = createPipelineProject(`
const look = script("look", 'echo "$DOCKER_HOST"; [ -S /var/run/docker.sock ] && echo socket; mkdir /m; busybox mount -t tmpfs none /m 2>/dev/null && echo privileged || echo plain');
export const may = pipeline("may").box(base).docker().step(look);
export const mayNot = pipeline("may-not").box(base).step(look);`);
  const may = await runPipeline(project, "may");
  expect(may.output, may.stderr).toEqual([
    "unix:///var/run/docker.sock",
    "socket",
    mayBePrivileged() ? "privileged" : "plain",
  ]);
  expect((await runPipeline(project, "may-not")).output).toEqual(["", "plain"]);
});

/** An engine in a container may have fewer rights than it would have to give. */
function mayBePrivileged(): boolean {
  try {
    return docker("run", "--rm", "--privileged", testBase, "/bin/echo", "yes") === "yes";
  } catch {
    return false;
  }
}
