import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testBase } from "../support/base-image.ts";
import { programFiles } from "../support/program-files.ts";
import { createProject, referenceOf } from "../support/project.ts";

const sshAdd = "/usr/bin/ssh-add";

test.skipIf(!existsSync(sshAdd))("a key that is named can be used by all commands, and no other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "builder-key-"));
  try {
    const key = join(folder, "key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "builder-test", "-f", key]);
    using project = createProject({ SSH_AUTH_SOCK: "/nowhere/agent", TMPDIR: folder });
    project.write({
      "build.ts": `import { dockerfile, image, project } from "builder";
export const app = image("app").from("${testBase}").git({ add: "/root", to: "/" })
  .install("chmod +x /ssh-add /lib*/ld-* && /ssh-add -l > /keys");
export const recipe = dockerfile("recipe", { ssh: "default" });
export default project("${project.name}");
`,
      // BuildKit keeps what a command has made from one run of the tests to the next, unless its text is another.
      Dockerfile: `FROM ${testBase}
COPY root /
RUN --mount=type=ssh chmod +x /ssh-add /lib*/ld-* && /ssh-add -l > /keys && echo ${project.name}
`,
      ...programFiles(sshAdd, "root/ssh-add"),
    });
    project.commit();
    const report = await project.run("--ssh-key", key);
    const [bits, fingerprint] = execFileSync("ssh-keygen", ["-l", "-f", key], { encoding: "utf8" }).split(" ");
    for (const name of ["app", "recipe"]) {
      const keys = project.inImage(referenceOf(report, name), "cat", "/keys");
      expect(keys, name).toBe(`${bits} ${fingerprint} builder-test (ED25519)`);
    }
    // The agent and its socket are gone.
    expect(readdirSync(folder).sort()).toEqual(["key", "key.pub"]);

    const { exitCode, stderr } = await project.builder("run", "--ssh-key", join(folder, "missing"));
    expect({ exitCode, says: stderr.includes("[ENGINE.SSH_AGENT]") }).toEqual({ exitCode: 1, says: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
