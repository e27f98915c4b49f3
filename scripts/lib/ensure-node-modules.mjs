// Installs the npm packages where they are missing or older than package-lock.json. Runs before there are any.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export function ensureNodeModules() {
  // npm writes this file at the end of an installation.
  const installedMs = modifiedMs(join(root, "node_modules", ".package-lock.json"));
  if (installedMs !== undefined && installedMs >= (modifiedMs(join(root, "package-lock.json")) ?? 0)) return;
  process.stderr.write("npm ci (installing the packages that builder is made with)\n");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("npm ci failed; its message is above");
}

function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
