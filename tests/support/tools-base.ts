import { spawnSync } from "node:child_process";
import type { Engine } from "../../runtime/engine/engine.ts";
import { debianBase, ensureDebianBase } from "./debian-base.ts";
import { uniqueName } from "./engine.ts";
import { docker } from "./project.ts";

/** Debian with the programs that steps are written for: node, npm, Python, Ruby, bundler, ssh. Kept in the engine from run to run. */
export const toolsBase = "builder-test/tools:1";

const packages = ["nodejs", "npm", "python3", "python3-venv", "bundler", "openssh-server"];

/** Makes the image where the engine lacks it, of Debian's own packages; that takes minutes. */
export async function ensureToolsBase(engine: Engine): Promise<void> {
  if ((await engine.images.inspect(toolsBase)) !== undefined) return;
  await ensureDebianBase(engine);
  const name = uniqueName("builder-test-tools");
  const install = [
    "apt-get update -q",
    `DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends ${packages.join(" ")}`,
    "rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb",
  ];
  try {
    docker("run", "--name", name, debianBase, "/bin/sh", "-ec", install.join("\n"));
    docker("commit", "--change", 'CMD ["/bin/bash"]', name, toolsBase);
  } finally {
    spawnSync("docker", ["rm", "--force", name], { stdio: "ignore" });
  }
}
