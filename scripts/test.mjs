// npm test: sets up what is missing, then the type check, the linter and the tests. Arguments go to vitest.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEngine } from "./lib/ensure-engine.mjs";
import { ensureNodeModules } from "./lib/ensure-node-modules.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (...path) => join(root, "node_modules", ...path);

const checks = [
  ["type check", bin("typescript", "bin", "tsc"), ["--noEmit"]],
  ["lint and format", bin("@biomejs", "biome", "bin", "biome"), ["check", "--log-level=error", "."]],
  ["tests", bin("vitest", "vitest.mjs"), ["run", ...process.argv.slice(2)]],
];

try {
  ensureNodeModules();
  ensureEngine();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

for (const [name, program, args] of checks) {
  process.stderr.write(`${name}\n`);
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) {
    process.stderr.write(`${name} failed\n`);
    process.exit(status ?? 1);
  }
}
