import { stripVTControlCharacters } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { testEngine } from "../../support/engine.ts";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";
import { ensureToolsBase, toolsBase } from "../../support/tools-base.ts";

/** Making the base image, once on a machine, takes minutes. */
const minutes = 60_000;

beforeAll(() => ensureToolsBase(testEngine()), 20 * minutes);

const files = {
  "package.json": JSON.stringify({
    name: "app",
    version: "1.0.0",
    scripts: { test: "node test.js" },
    dependencies: { greeting: "file:greeting" },
  }),
  "greeting/package.json": '{ "name": "greeting", "version": "2.3.4", "main": "index.js" }',
  "greeting/index.js": 'module.exports = (name) => "hello " + name;\n',
  "test.js": 'console.log(require("greeting")("tests")); process.exitCode = process.env.BREAK ? 3 : 0;\n',
  "requirements.txt": "./wheel/greeting-1.0-py3-none-any.whl\n",
  "wheel.py": [
    "import os, zipfile",
    "os.makedirs('wheel')",
    "with zipfile.ZipFile('wheel/greeting-1.0-py3-none-any.whl', 'w') as wheel:",
    "    wheel.writestr('greeting.py', 'text = \"hello Python\"\\n')",
    "    wheel.writestr('greeting-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: greeting\\nVersion: 1.0\\n')",
    "    wheel.writestr('greeting-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')",
    "    wheel.writestr('greeting-1.0.dist-info/RECORD', 'greeting.py,,\\n')",
    "",
  ].join("\n"),
  Gemfile: 'gem "greeting", path: "gem"\n',
  "gem/greeting.gemspec":
    'Gem::Specification.new { |s| s.name = "greeting"; s.version = "1.0"; s.summary = "x"; s.authors = ["x"]; s.files = ["lib/greeting.rb"] }\n',
  "gem/lib/greeting.rb": 'GREETING = "hello Ruby"\n',
  "page.template.html": "<p>$" + "{WHO}</p>\n",
};

test("the steps for node, Python, Ruby and ssh do their work with the programs themselves, without a network to ask", async () => {
  using project = createPipelineProject(
    `
const box = ${JSON.stringify(toolsBase)};
export const node = pipeline("node").box(box)
  .step(step("npm-install", { options: "--offline --no-audit --no-fund --loglevel=error" }), step("npm-test"))
  .step(script("break", "export BREAK=1"), step("npm-test"));
export const python = pipeline("python").box(box)
  .step(script("wheel", "python3 wheel.py"))
  .step(step("virtualenv", { virtualenv_location: "/venv", install_wheel: "false" }))
  .step(step("pip-install", { extra_args: "--no-index --quiet" }))
  .step(script("use", "command -v python; python -c 'import greeting; print(greeting.text)'"));
export const ruby = pipeline("ruby").box(box)
  .step(step("bundle-install"), script("use", "bundle exec ruby -e 'require \\"greeting\\"; puts GREETING'"));
export const ssh = pipeline("ssh").box(box, { cmd: "/bin/sh" }).env({ WHO: "world" })
  .step(script("shell", "readlink /proc/$$/exe"))
  .step(script("server", [
    "ssh-keygen -q -t ed25519 -N '' -f /host && mkdir -p /run/sshd && /usr/sbin/sshd -p 2222 -h /host",
    "while ! ssh-keyscan -p 2222 127.0.0.1 2> /dev/null | grep -q ed25519; do sleep 0.1; done",
    "export PRINT=$(ssh-keygen -lf /host.pub | cut -d ' ' -f 2)",
  ]))
  .step(step("add-to-known_hosts", { hostname: "127.0.0.1", port: "2222", fingerprint: "$PRINT", type: "ed25519" }))
  .step(script("known", "ssh-keygen -F '[127.0.0.1]:2222' -f /etc/ssh/ssh_known_hosts | grep -c ed25519"))
  .step(script("key", "ssh-keygen -q -t ed25519 -N '' -f /key; mkdir -p -m 700 /root/.ssh; cp /key.pub /root/.ssh/authorized_keys; export LOGIN_PRIVATE=\\"$(cat /key)\\""))
  .step(step("add-ssh-key", { keyname: "LOGIN", host: "127.0.0.1" }))
  .step(script("in", "ssh -o BatchMode=yes -p 2222 root@127.0.0.1 echo logged in"))
  .step(step("bash-template"), script("page", "cat page.html"))
  .step(step("create-file", { filename: "/etc/app.conf", content: "who=$WHO" }), script("conf", "cat /etc/app.conf; echo"))
  .step(step("add-to-known_hosts", { hostname: "127.0.0.1", port: "2222", fingerprint: "SHA256:wrong", type: "ed25519" }));`,
  );
  project.write(files);
  project.commit();
  const said = async (pipeline: string) => {
    const { exitCode, output, stderr } = await runPipeline(project, pipeline);
    return { exitCode, output: output.map(stripVTControlCharacters), stderr };
  };

  const [node, python, ruby, ssh] = await Promise.all(["node", "python", "ruby", "ssh"].map(said));

  expect(node?.output, node?.stderr).toContain("Finished npm install");
  expect(node?.output.filter((line) => line === "hello tests")).toHaveLength(2);
  // The second one fails as the tests do.
  expect(node?.exitCode).toBe(1);

  expect(python?.output.slice(-3), python?.stderr).toEqual([
    "Finished pip install",
    "/venv/bin/python",
    "hello Python",
  ]);
  expect(ruby?.output.slice(-2), ruby?.stderr).toEqual(["Finished bundle install", "hello Ruby"]);

  expect(ssh?.output, ssh?.stderr).toContain("Added 127.0.0.1 to /etc/ssh/ssh_known_hosts");
  expect(ssh?.output[0]).toBe("/usr/bin/dash");
  for (const line of ["logged in", "<p>world</p>", "who=world"]) expect(ssh?.output).toContain(line);
  expect(ssh?.output.at(-1)).toBe("failed: no key of 127.0.0.1 has the fingerprint wrong");
});
