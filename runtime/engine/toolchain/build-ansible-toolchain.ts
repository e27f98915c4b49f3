import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ansibleModuleNames } from "../../../sdk/model/ansible-modules.ts";
import type { Environment } from "../../util/cache-dir.ts";
import { runProcess } from "../../util/process.ts";
import { ansibleToolchainFailed } from "../errors.ts";
import { ansibleRecipe } from "./ansible-recipe.ts";
import type { ToolchainManifest } from "./toolchain.ts";

/** What the recipe needs of the host. */
const hostPrograms = ["/usr/bin/apt-get", "/usr/bin/dpkg-deb"];

/** Lines of a failed step that the error repeats. */
const shownLines = 15;

/**
 * Makes the archive of Ansible's toolchain of the packages of the host's own release, without installing one; undefined on a
 * host that is neither Debian nor Ubuntu. Error: `TOOLCHAIN.ANSIBLE_FAILED`.
 */
export async function buildAnsibleToolchain(
  manifest: ToolchainManifest,
  environment: Environment,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  if (!hostPrograms.every((program) => existsSync(program))) return undefined;
  const folder = await mkdtemp(join(environment.TMPDIR || tmpdir(), "builder-ansible-"));
  try {
    const recipe = join(folder, "recipe");
    await writeFile(recipe, ansibleRecipe(ansibleModuleNames));
    let step = "";
    const { exitCode, stderr } = await runProcess("/bin/sh", [recipe, folder, JSON.stringify(manifest)], {
      signal,
      onLine: (stream, line) => {
        if (stream === "stderr") return;
        step = line;
        onStep(`the toolchain of Ansible: ${line}`);
      },
    });
    if (exitCode !== 0) throw ansibleToolchainFailed(step, stderr.trimEnd().split("\n").slice(-shownLines));
    return await readFile(join(folder, "toolchain.tar.gz"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
