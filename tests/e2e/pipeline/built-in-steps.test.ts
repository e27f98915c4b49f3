import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { createPipelineProject, runPipeline } from "../../support/pipeline-project.ts";

/** Programs that say how they were called; what comes from their input is said, too. */
const fakes = {
  "apt-get": 'echo "apt-get $*"; [ "$1" = update ] || [ ! -e /once ] || { rm /once; exit 100; }',
  npm: 'echo "npm $* in ${npm_config_cache#/pipeline/}"',
  bundle: 'echo "bundle $* at ${BUNDLE_PATH#/pipeline/} without $BUNDLE_WITHOUT frozen $BUNDLE_FROZEN"',
  pip: 'echo "pip $*"',
  golint: "cat lint.txt",
  s3cmd: 'while read -r line; do echo "s3cmd has $line"; done < "$3"; shift 3; echo "s3cmd $*"',
  python3: 'echo "python3 $*"; mkdir -p "$3/bin"; echo "VIRTUAL_ENV=$3" > "$3/bin/activate"',
  "ssh-keyscan": 'echo "# example.com"; echo "example.com ssh-rsa AAAA"; echo "example.com ssh-ed25519 BBBB"',
  "ssh-keygen":
    'if grep -q BBBB "$5"; then echo "256 SHA256:right example.com (ED25519)"; else echo "2048 SHA256:wrong x (RSA)"; fi',
  curl: 'cat /answer 2> /dev/null; { cat; for word in "$@"; do echo "$word"; done; } > /called',
};

const installFakes = `busybox --install -s /bin
${Object.entries(fakes)
  .map(([name, code]) => `printf '%s\\n' '#!/bin/sh' ${quote(code)} > /usr/bin/${name}`)
  .join("\n")}
chmod +x /usr/bin/*`;

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const files = {
  Gemfile: "",
  "requirements.txt": "left-pad\n",
  "lint.txt": "a.go:1\na.pb.go:2\nb.go:3\n",
  "app.template.yml": "name: ${NAME}\nraw: $NAME ${1}\nnone: [${NOT_SET}]\n",
};

/** wercker's steps ran in whatever shell a box had. */
const boxes = [
  ["busybox", "base"],
  ["bash", 'image("with-bash").from(base).git({ add: "/bash", to: "/bin/bash" }).install("true").final(false)'],
] as const;

test.for(boxes.filter(([shell]) => shell === "busybox" || existsSync("/bin/bash-static")))(
  "the steps that come with builder do their work with %s",
  async ([shell, box]) => {
    using project = createPipelineProject(
      `
const box = ${box};
const fakes = script("fakes", ${JSON.stringify(installFakes)});
const show = (name: string, code: string) => script(name, code);
${shell === "bash" ? "export { box as withBash };" : ""}
export const packages = pipeline("packages").box(box)
  .step(fakes, show("break once", "touch /once"))
  .step(step("install-packages", { packages: "curl jq" }))
  .step(step("npm-install", { options: "--omit=dev", packages: "left-pad" }), step("wercker/npm-test@2.0.0"))
  .step(step("bundle-install", { without: "test dev", frozen: true, "full-index": true }))
  .step(step("virtualenv", { virtualenv_location: "/venv" }), show("active", "echo active: $VIRTUAL_ENV $PIP_WHEEL_DIR"))
  .step(step("pip-install", { packages_list: "flask", extra_args: "-q" }));
export const files = pipeline("files").box(box).env({ NAME: "a & b" })
  .step(fakes)
  .step(step("create-file", { filename: "new/file.txt", content: "one\\ntwo \\"$NAME\\"" }), show("content", "cat new/file.txt; echo"))
  .step(step("bash-template"), show("rendered", "cat app.yml"))
  .step(step("golint", { exclude: "\\\\.pb\\\\.go" }))
  .step(step("setup-go-workspace", { "package-dir": "example.com/app", gopath: "/go" }), show("moved", "pwd; ls; echo \${PATH##*:}"))
  .step(step("create-file", { filename: "new/file.txt", content: "again" }));
export const keys = pipeline("keys").box(box)
  .env({ DEPLOY_PRIVATE: secret("DEPLOY_PRIVATE") })
  .step(fakes, show("other", "mkdir -p ~/.ssh; echo 'Host other' > ~/.ssh/config"))
  .step(step("add-ssh-key", { keyname: "DEPLOY", host: "github.com" }))
  .step(show("key", 'cat ~/.ssh/config; stat -c %a ~/.ssh/id_builder_DEPLOY; wc -l < ~/.ssh/id_builder_DEPLOY; sed -n 3p ~/.ssh/id_builder_DEPLOY'))
  .step(step("add-to-known_hosts", { hostname: "example.com", fingerprint: "SHA256:right" }), show("known", "cat /etc/ssh/ssh_known_hosts"))
  .step(step("add-to-known_hosts", { hostname: "example.com", fingerprint: "other", local: true }));
export const web = pipeline("web").box(box)
  .env({ TOKEN: secret("TOKEN"), WERCKER_GIT_OWNER: "acme", WERCKER_GIT_REPOSITORY: "shop" })
  .step(fakes)
  .step(step("s3sync", { "key-id": "ID", "key-secret": secret("TOKEN"), "bucket-url": "s3://b", "source-dir": ".", "delete-removed": false }))
  .step(show("answer", ${JSON.stringify(`printf '%s\\n%s' '{"url": "https://api.github.com/repos/acme/shop/releases/17","id":17}' 201 > /answer`)}))
  .step(step("github-create-release", { token: "$TOKEN", tag: "v1", body: 'say "hi"\\nthere', prerelease: true }), show("called", "cat /called"))
  .step(show("answer", ${JSON.stringify(`printf '%s\\n%s' '{"url": "https://api.github.com/repos/acme/shop/releases/assets/4"}' 201 > /answer`)}))
  .step(step("github-upload-asset", { token: "$TOKEN", file: "Gemfile", filename: "a b", "content-type": "text/plain" }), show("called", "cat /called; echo $WERCKER_GITHUB_UPLOAD_ASSET_ID"))
  .step(script("boom", 'rm /answer; fail "no \\\\"luck\\\\""'))
  .afterStep(step("slack-notifier", { url: secret("TOKEN"), channel: "#dev", icon_emoji: ":tada:" }), show("called", "sed -n '/username/p;/^url/p' /called"));`,
      { DEPLOY_PRIVATE: "-----BEGIN KEY-----\nabcd1234\nefgh5678\n-----END KEY-----", TOKEN: "s3cr3t-token" },
    );
    project.write({ ...files, ...(shell === "bash" ? { bash: readFileSync("/bin/bash-static") } : {}) });
    if (shell === "bash") chmodSync(join(project.folder, "bash"), 0o755);
    project.commit();
    if (shell === "bash") await project.run("with-bash");

    const packages = await runPipeline(project, "packages");
    expect(packages.exitCode, packages.stderr).toBe(0);
    expect(plain(packages.output)).toEqual([
      "apt-get update",
      "apt-get install -y curl jq",
      "installing failed, try 1 of 3",
      "apt-get update",
      "apt-get install -y curl jq",
      "Installed curl jq",
      "npm install --omit=dev left-pad in cache/wercker/npm",
      "Finished npm install",
      "npm test in cache/wercker/npm",
      "bundle install --full-index at cache/bundle-install without test:dev frozen true",
      "Finished bundle install",
      "python3 -m venv /venv",
      "pip install wheel",
      "Using the virtual environment /venv",
      "active: /venv /pipeline/cache/pip-wheels",
      "pip wheel -r requirements.txt flask",
      "pip install -q -r requirements.txt flask",
      "Finished pip install",
    ]);

    const written = await runPipeline(project, "files");
    expect(plain(written.output)).toEqual([
      "Content of new/file.txt:",
      "one",
      'two "a & b"',
      "Wrote new/file.txt",
      "one",
      'two "a & b"',
      "app.template.yml -> ./app.yml",
      "name: a & b",
      "raw: $NAME ${1}",
      "none: []",
      "a.go:1",
      "b.go:3",
      "Finished golint",
      "WERCKER_SOURCE_DIR is now /go/src/example.com/app",
      "/go/src/example.com/app",
      ...[
        ...(shell === "bash" ? ["bash"] : []),
        "Gemfile",
        "app.template.yml",
        "app.yml",
        "build.ts",
        "lint.txt",
        "new",
      ].sort((a, b) => (a < b ? -1 : 1)),
      "requirements.txt",
      "/go/bin",
      "failed: new/file.txt is there already; overwrite: true replaces it",
    ]);
    expect(written.report.error?.message).toContain("overwrite: true");
    expect(written.report.pipelines?.[0]?.steps.find(({ name }) => name === "golint")?.message).toBe(
      "2 findings of golint",
    );

    const keys = await runPipeline(project, "keys");
    expect(plain(keys.output)).toEqual([
      "Added the key DEPLOY for github.com",
      "Host github.com",
      "  IdentityFile /root/.ssh/id_builder_DEPLOY",
      "Host other",
      "600",
      "4",
      "***",
      "Added example.com to /etc/ssh/ssh_known_hosts",
      "example.com ssh-ed25519 BBBB",
      "failed: no key of example.com has the fingerprint other",
    ]);

    const web = await runPipeline(project, "web");
    expect(web.stderr).not.toContain("s3cr3t-token");
    expect(plain(web.output)).toEqual([
      "s3cmd has [default]",
      "s3cmd has access_key = ID",
      "s3cmd has secret_key = ***",
      "s3cmd --acl-public --verbose ./ s3://b",
      "s3://b is up to date",
      "Made release 17 for v1",
      'header = "Authorization: token ***"',
      "--silent",
      "--show-error",
      "--header",
      "Content-Type: application/json",
      "--data-raw",
      '{"tag_name":"v1","name":"v1","body":"say \\"hi\\"\\nthere","draft":false,"prerelease":true}',
      "--write-out",
      "\\n%{http_code}",
      "--config",
      "-",
      "https://api.github.com/repos/acme/shop/releases",
      "Added Gemfile to release 17",
      'header = "Authorization: token ***"',
      "--silent",
      "--show-error",
      "--header",
      "Content-Type: text/plain",
      "--data-binary",
      "@Gemfile",
      "--write-out",
      "\\n%{http_code}",
      "--config",
      "-",
      "https://uploads.github.com/repos/acme/shop/releases/17/assets?name=%61%20%62",
      "4",
      'failed: no "luck"',
      "Told Slack",
      'url = "***"',
      expect.stringMatching(
        /^\{"username":"builder","channel":"#dev","icon_emoji":":tada:","attachments":\[\{"fallback":"\S+: build of main \([0-9a-f]{7}\) failed: boom: no \\"luck\\"","text":".*","color":"danger"\}\]\}$/,
      ),
    ]);
  },
);

/** Without colours. */
function plain(lines: readonly string[]): readonly string[] {
  return lines.map(stripVTControlCharacters);
}
