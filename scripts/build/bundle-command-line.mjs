// dist/cli.js and the two scripts that it starts: what nearly every run needs, and what is loaded later.
// A script is an object of functions, one for each part of the program: what is not called is neither compiled nor kept
// in the code cache, so a run pays for what it uses; see runtime/cli/launch.ts.
import { createHash } from "node:crypto";
import { chmod, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** Sources from which on everything that they import is in the first script. */
const neededAtOnce = [
  "runtime/cli/main.ts",
  "runtime/cli/run-build.ts",
  "runtime/compose.ts",
  "runtime/run-targets.ts",
  "sdk/index.ts",
];

/** Packages that cost more to find and to compile than to use: bundled, although they are dependencies. */
const bundled = ["minimatch", "dockerode", "proper-lockfile", "tar-stream"];

/** What dockerode takes 200 ms to load (measured) and builder never uses: engines behind ssh, BuildKit sessions. */
const left = /^(ssh2|@grpc\/grpc-js|@grpc\/proto-loader)$/;

/** `shared`: options of esbuild that all bundles have in common. */
export async function bundleCommandLine(outdir, shared, version) {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    ...shared,
    entryPoints: { main: "runtime/cli/main.ts", sdk: "sdk/index.ts" },
    outdir,
    write: false,
    metafile: true,
    format: "esm",
    splitting: true,
    external: shared.external.filter((name) => !bundled.includes(name)),
    define: { BUILDER_VERSION: JSON.stringify(version), "import.meta.url": "builderUrl" },
    plugins: [leaveOut],
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const atOnce = staticClosure(outputs);
  const later = [...texts.keys()].filter((name) => !atOnce.has(name));
  const scripts = {
    main: await writeScript("main", outdir, [...atOnce].sort(), texts),
    later: await writeScript("later", outdir, later.sort(), texts),
  };
  // No module: Node takes 5 ms to get ready for modules, and a run with nothing to do loads no other one.
  await build({
    ...shared,
    entryPoints: { cli: "runtime/cli/launch.ts" },
    outdir,
    format: "cjs",
    define: { BUILDER_SCRIPTS: JSON.stringify(scripts), "import.meta.url": "builderUrl" },
    banner: { js: '"use strict"; const builderUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
  await chmod(join(outdir, "cli.js"), 0o755);
}

const leaveOut = {
  name: "leave-out",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: left }, ({ path }) => ({ path, namespace: "left-out" }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {};" }));
  },
};

function staticClosure(outputs) {
  const started = [...outputs].filter(([, { entryPoint }]) => neededAtOnce.includes(entryPoint)).map(([name]) => name);
  if (started.length !== neededAtOnce.length) throw new Error(`not all of these are bundled: ${neededAtOnce}`);
  const found = new Set(started);
  for (const name of found) {
    for (const { path, kind, external } of outputs.get(name).imports)
      if (kind === "import-statement" && !external) found.add(basename(path));
  }
  return found;
}

/** Its name holds the digest of its content, and so do those of the code caches that are made of it. */
async function writeScript(name, outdir, parts, texts) {
  const { transform } = await import("esbuild");
  const functions = [];
  for (const part of parts) {
    const { code } = await transform(texts.get(part), { format: "cjs", platform: "node", target: "node20.19" });
    functions.push(`${JSON.stringify(`./${part}`)}(module, exports, require, importModule, builderUrl) {\n${code}}`);
  }
  const contents = await withImportsReplaced(`({\n${functions.join(",\n")}\n})`);
  const file = `${name}-${createHash("sha256").update(contents).digest("hex").slice(0, 12)}.cjs`;
  await writeFile(join(outdir, file), contents);
  return file;
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
