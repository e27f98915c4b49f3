// How the benchmarks take their figures.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
/** Debian's client brings BuildKit's front end along; newer clients elsewhere on PATH want a plugin for it. */
export const docker = existsSync("/usr/bin/docker") ? "/usr/bin/docker" : "docker";

/** Runs a command to its end; wall-clock milliseconds. Throws with its output when it fails. */
export function timed(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const ms = Number(process.hrtime.bigint() - started) / 1e6;
      if (code === 0) resolve({ ms, output });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}\n${output.slice(-3000)}`));
    });
  });
}

/** One `builder run`; wall-clock and what the report says. */
export async function builderRun(cwd, args = [], environment = {}) {
  const { ms, output } = await timed(process.execPath, [cli, "run", "--json", "--progress", "quiet", ...args], {
    cwd,
    env: { ...cleanEnvironment(), ...environment },
  });
  return { ms, report: JSON.parse(output) };
}

/** The same with the peak of resident memory in MB, told by the process itself when it ends. */
export async function builderRunWithMemory(cwd) {
  const folder = mkdtempSync(join(tmpdir(), "builder-bench-"));
  const probe = join(folder, "probe.cjs");
  const figure = join(folder, "rss");
  writeFileSync(
    probe,
    `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(figure)}, String(process.resourceUsage().maxRSS)));`,
  );
  try {
    await timed(process.execPath, ["--require", probe, cli, "run", "--json", "--progress", "quiet"], {
      cwd,
      env: cleanEnvironment(),
    });
    return Number(readFileSync(figure, "utf8")) / 1024;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** NODE_EXTRA_CA_CERTS costs Node 20 tens of milliseconds a start and has nothing to do with us. */
function cleanEnvironment() {
  const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
  return environment;
}

/**
 * Numbers of rounds, from 0: as many as were asked for, and no new one when the time is up. So a table is there after some
 * minutes, whatever else the machine does; it says how many rounds it is of.
 */
export function* roundsOf({ rounds, minutes }) {
  const endMs = Date.now() + minutes * 60_000;
  for (let round = 0; round < rounds && (round === 0 || Date.now() < endMs); round += 1) yield round;
}

export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${result.stderr ?? result.error}`);
  return result.stdout;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Prints rows of cells as a table with aligned columns. */
export function printTable(title, rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  console.log(`\n${title}`);
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column])))
        .join("  "),
    );
  }
}

export const inMs = (value) => `${value.toFixed(0)} ms`;
