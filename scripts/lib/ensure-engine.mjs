// Installs and starts a container engine and the toolchain where they are missing: `builder setup` of this checkout.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export function ensureEngine() {
  runNode("building builder", [join(root, "scripts", "build.mjs")]);
  // Its answer is for people who asked for it; here only the steps matter, and they go to stderr.
  runNode("builder setup", [join(root, "dist", "cli.js"), "setup"]);
}

function runNode(what, args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", 2] });
  if (status !== 0) throw new Error(`${what} failed; its message is above`);
}
