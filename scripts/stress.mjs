// `npm run stress`: many builders at once, each with a clone and a container engine of its own, and one registry for all.
// Each stage is saved once, all name the same images, nothing is left; and the same with a builder that is killed.
// The suite does the same with two builders and one round: tests/e2e/many-builders.test.ts.
// `npm run stress -- --builders 8 --rounds 20 --only together|killed`. What has passed is not done again for the same commit,
// so that it can be interrupted and go on; `--fresh` begins anew.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { step } from "./lib/step.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    builders: { type: "string", default: "8" },
    rounds: { type: "string", default: "20" },
    only: { type: "string" },
    fresh: { type: "boolean", default: false },
  },
});
const builders = Number(values.builders);
const rounds = Number(values.rounds);
/** Begin of the names of the tests. */
const tests = { together: "builders at once", killed: "a builder that is killed" };
/** Engines are started anew for each; so much is lost when it is interrupted. */
const roundsAtOnce = 5;
const file = join(root, "node_modules", ".cache", "builder", "stress.json");
const commit = spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).stdout.trim();

const state = { key: `${commit} ${builders}`, ...(values.fresh ? {} : readState()) };
for (const [name, title] of Object.entries(tests)) {
  if (values.only !== undefined && values.only !== name) continue;
  await repeat(name, title);
}
print();

async function repeat(name, title) {
  state[name] ??= { passed: 0, failed: 0, seconds: 0 };
  const result = state[name];
  while (result.passed + result.failed < rounds) {
    const count = Math.min(roundsAtOnce, rounds - result.passed - result.failed);
    step(`stress: ${title}, ${builders} builders, rounds ${result.passed + result.failed + 1} to ${rounds}`);
    const startedMs = Date.now();
    const ok = await runTest(title, count);
    result.seconds += Math.round((Date.now() - startedMs) / 1000);
    result[ok ? "passed" : "failed"] += count;
    writeState();
  }
}

/** The output of rounds that pass says nothing; that of a failure is shown. */
function runTest(title, count) {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "tests/e2e/many-builders.test.ts", "--testNamePattern", title];
  const env = { ...process.env, BUILDER_STRESS_BUILDERS: String(builders), BUILDER_STRESS_ROUNDS: String(count) };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) process.stderr.write(output.slice(-6000));
      resolve(code === 0);
    });
  });
}

function print() {
  console.log(`\n${builders} builders, each with an engine of its own, one registry`);
  for (const [name, title] of Object.entries(tests)) {
    if (state[name] === undefined) continue;
    const { passed, failed, seconds } = state[name];
    console.log(`${title.padEnd(28)} ${passed} rounds passed, ${failed} failed, ${seconds} s`);
    if (failed > 0) process.exitCode = 1;
  }
}

function readState() {
  try {
    const kept = JSON.parse(readFileSync(file, "utf8"));
    // What failed is tried again.
    const passed = ({ passed, seconds }) => ({ passed, failed: 0, seconds });
    if (kept.key !== `${commit} ${builders}`) return {};
    return Object.fromEntries(Object.keys(tests).flatMap((name) => (kept[name] ? [[name, passed(kept[name])]] : [])));
  } catch {
    return {};
  }
}

function writeState() {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(state));
}
