// Builds dist/: the command line, the SDK and the runtime as ES modules, with their types.
// Does nothing when dist/ was made from exactly these sources.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

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
    await Promise.all([bundleLibrary(fresh), bundleCommandLine(fresh), declare(fresh), copyBuiltInSteps(fresh)]);
    await putInPlace(fresh);
    await writeFile(stamp, inputs);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  say(`dist/ built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}

async function hashOfInputs() {
  const folders = await Promise.all(["sdk", "runtime"].map((folder) => filesUnder(join(root, folder))));
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

/** The two entries of the package; what they share lies beside them. */
async function bundleLibrary(outdir) {
  const { build: esbuild } = await import("esbuild");
  await esbuild({
    ...shared,
    entryPoints: { "sdk/index": "sdk/index.ts", "runtime/index": "runtime/index.ts" },
    outdir,
    format: "esm",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
  });
}

/** cli.js and the one script that it starts; see runtime/cli/launch.ts for the reason. */
async function bundleCommandLine(outdir) {
  const { build: esbuild } = await import("esbuild");
  const { outputFiles } = await esbuild({
    ...shared,
    entryPoints: ["runtime/cli/main.ts"],
    write: false,
    format: "cjs",
    // On the path on which nothing is built, and ten files to read otherwise.
    external: shared.external.filter((name) => name !== "minimatch"),
    define: { BUILDER_VERSION: JSON.stringify(packageJson.version), "import.meta.url": "builderUrl" },
    // A function of what a script, unlike a module, is not given.
    banner: { js: "(function (require, builderUrl, importModule) {" },
    footer: { js: "})" },
  });
  const contents = await withImportsReplaced(outputFiles[0].text);
  const main = `main-${createHash("sha256").update(contents).digest("hex").slice(0, 12)}.cjs`;
  await writeFile(join(outdir, main), contents);
  await esbuild({
    ...shared,
    entryPoints: { cli: "runtime/cli/launch.ts" },
    outdir,
    format: "esm",
    define: { BUILDER_MAIN: JSON.stringify(main) },
  });
  await chmod(join(outdir, "cli.js"), 0o755);
}

/** A script cannot import without an experimental feature of Node: whoever starts it does it for it. */
async function withImportsReplaced(text) {
  const { default: ts } = await import("typescript");
  const places = [];
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) places.push(node.end);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("main.js", text, ts.ScriptTarget.ES2023, true));
  let replaced = text;
  for (const end of places.reverse()) {
    replaced = `${replaced.slice(0, end - "import".length)}importModule${replaced.slice(end)}`;
  }
  return replaced;
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
