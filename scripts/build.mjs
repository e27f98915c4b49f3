// Builds dist/: the command line, the SDK and the runtime as ES modules, with their types.
// Does nothing when dist/ was made from exactly these sources.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleCommandLine } from "./build/bundle-command-line.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
/** Beside the dependencies, so that it is neither committed nor packed. */
const cache = join(root, "node_modules", ".cache", "builder");
const stamp = join(cache, "dist-inputs");
const packageJson = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

async function build() {
  const startedMs = performance.now();
  const inputs = await hashOfInputs();
  if (await isUpToDate(inputs)) return say("dist/ is up to date");
  say("building dist/");
  const fresh = join(cache, `dist-${process.pid}.new`);
  try {
    await mkdir(fresh, { recursive: true });
    await Promise.all([
      bundleLibrary(fresh),
      bundleCommandLine(fresh, shared, packageJson.version),
      declare(fresh),
      copyBuiltInSteps(fresh),
    ]);
    await sayWhatIsModule(fresh);
    await putInPlace(fresh);
    await writeFile(stamp, inputs);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  say(`dist/ built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}

async function hashOfInputs() {
  const folders = await Promise.all(
    ["sdk", "runtime", "scripts/build"].map((folder) => filesUnder(join(root, folder))),
  );
  const single = ["package.json", "tsconfig.json", "scripts/build.mjs", "scripts/tsconfig.types.json"];
  const files = [...folders.flat(), ...single.map((name) => join(root, name))].sort();
  const hash = createHash("sha256").update(process.version);
  for (const file of files) {
    const content = await readFile(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

async function filesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function isUpToDate(inputs) {
  if (!existsSync(stamp) || !existsSync(join(dist, "cli.js"))) return false;
  return (await readFile(stamp, "utf8")) === inputs;
}

/** What all bundles have in common. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20.19",
  // Development dependencies are bundled; what a user installs with the package stays outside.
  external: Object.keys({ ...packageJson.dependencies, ...packageJson.peerDependencies }),
  logLevel: "warning",
};

/** The two entries of the package. What is loaded later lies beside the runtime; the SDK is one file, which every run loads. */
async function bundleLibrary(outdir) {
  const { build: esbuild } = await import("esbuild");
  const library = { ...shared, outdir, format: "esm" };
  await Promise.all([
    esbuild({ ...library, entryPoints: { "sdk/index": "sdk/index.ts" } }),
    esbuild({
      ...library,
      entryPoints: { "runtime/index": "runtime/index.ts" },
      splitting: true,
      chunkNames: "chunks/[name]-[hash]",
    }),
  ]);
}

/** The library is modules, the command line is not. */
async function sayWhatIsModule(outdir) {
  const say = (folder, type) => writeFile(join(outdir, folder, "package.json"), `${JSON.stringify({ type })}\n`);
  await say(".", "commonjs");
  for (const folder of ["sdk", "runtime", "chunks"]) await say(folder, "module");
}

/** Folders with shell text and a manifest each; they are read when a pipeline has such a step. */
async function copyBuiltInSteps(outdir) {
  const source = join(root, "runtime", "pipeline", "built-in-steps");
  if (existsSync(source)) await cp(source, join(outdir, "built-in-steps"), { recursive: true });
}

async function declare(outdir) {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  await run(process.execPath, [tsc, "-p", "scripts/tsconfig.types.json", "--outDir", outdir]);
}

/** The old dist/ is there until the new one is whole. */
async function putInPlace(fresh) {
  const old = join(cache, `dist-${process.pid}.old`);
  if (await stat(dist).catch(() => undefined)) await rename(dist, old);
  await rename(fresh, dist);
  await rm(old, { recursive: true, force: true });
}

async function run(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit" });
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}`);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

await build();
