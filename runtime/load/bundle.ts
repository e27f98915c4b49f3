import { dirname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildFailure, BuildResult, Metafile } from "esbuild";
import { configFilesOf } from "./config-files.ts";
import { fileNotFound } from "./errors.ts";
import { keepFilePaths } from "./keep-file-paths.ts";
import { pinSdk } from "./pin-sdk.ts";
import { translateBuildFailure } from "./translate-build-failure.ts";

/** Which file is bundled, and for which copy of the SDK. */
export interface BundleRequest {
  /** Absolute path. */
  readonly file: string;
  readonly sdkUrl: string;
}

/**
 * Scripts and modules do the same, but Node takes some 8 ms of a run with nothing to do to load a module (measured on Node 20),
 * and that of the SDK which it imports.
 */
export type BundleKind = "script" | "module";

/** A build.ts and all that it imports, as one piece of code. */
export interface Bundle {
  readonly kind: BundleKind;
  readonly code: string;
  /** Source map, version 3; its sources are absolute paths. */
  readonly map: string;
  /** Absolute paths of the sources, packages included. */
  readonly sources: readonly string[];
  /** Files whose content, or whose absence, decided what the bundle is; the sources are among them. */
  readonly inputs: readonly string[];
}

/** Changed with every release of esbuild and every change of the options below: older bundles are then made again. */
export const bundleFormat = "esbuild 0.28.2, format 2";

/** In this order a path without extension is completed. */
const extensions = [".ts", ".mts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".json"];

/** Errors: `LOAD.FILE_NOT_FOUND`, `LOAD.SYNTAX`, `LOAD.UNRESOLVED`, `LOAD.UNKNOWN_EXPORT`. */
export async function createBundle(request: BundleRequest): Promise<Bundle> {
  const folder = dirname(request.file);
  try {
    // What cannot be a script, because it waits for something at its top level or is wrong, is tried once more.
    const script = await build(request, "script").catch(() => undefined);
    const isSame = script !== undefined && canBeScript(script, request.sdkUrl);
    return isSame ? toBundle(request, script, "script") : toBundle(request, await build(request, "module"), "module");
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    if (error.errors.some((message) => message.location === null && message.text.includes("Could not resolve"))) {
      throw fileNotFound(request.file);
    }
    throw translateBuildFailure(error.errors, folder);
  }
}

type Built = BuildResult<{ write: false; metafile: true }>;

async function build({ file, sdkUrl }: BundleRequest, kind: BundleKind): Promise<Built> {
  // Imported here: it costs 30 to 50 ms, and most runs find the bundle in the cache.
  const esbuild = await import("esbuild");
  return esbuild.build({
    absWorkingDir: dirname(file),
    entryPoints: [file],
    outfile: join(dirname(file), "build.bundle.js"),
    write: false,
    bundle: true,
    format: kind === "script" ? "cjs" : "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    resolveExtensions: extensions,
    loader: { ".txt": "text", ".md": "text", ".sh": "text", ".conf": "text", ".yaml": "text", ".yml": "text" },
    banner: { js: banners[kind] },
    define: keepFilePaths.define,
    plugins: [pinSdk(sdkUrl), keepFilePaths.plugin],
  });
}

const banners = {
  // As strict as a module.
  script: '"use strict";',
  // CommonJS packages call require() for Node's own modules, which an ES module does not have.
  module:
    'import { createRequire as __builderRequire } from "node:module"; const require = __builderRequire(import.meta.url);',
} as const;

/** Of what a module imports, Node says whether it is there. */
function canBeScript({ metafile, warnings }: Built, sdkUrl: string): boolean {
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return (
    imports.every(({ path, kind }) => path === sdkUrl || kind === "dynamic-import") &&
    warnings.every(({ id }) => id !== "empty-import-meta")
  );
}

function toBundle(request: BundleRequest, result: Built, kind: BundleKind): Bundle {
  const folder = dirname(request.file);
  const textOf = (ending: string) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  const sources = Object.keys(result.metafile.inputs)
    .filter((input) => !isVirtual(input))
    .map((input) => resolve(folder, input));
  const decisive = [...sources, ...shadowingFiles(result.metafile, folder), ...configFilesOf(sources)];
  return {
    kind,
    code: textOf(".js"),
    map: withAbsoluteSources(textOf(".map"), folder),
    sources,
    inputs: [...new Set(decisive)],
  };
}

/** Modules that a plugin made, for example the SDK's list of exports. */
function isVirtual(input: string): boolean {
  return /^[a-z-]+:/.test(input);
}

/** Files that do not exist, and that would be taken instead of the resolved one if they did. */
function shadowingFiles(metafile: Metafile, folder: string): readonly string[] {
  return Object.entries(metafile.inputs).flatMap(([importer, { imports }]) =>
    imports.flatMap(({ path, original, external }) => {
      if (external || original === undefined || !/^\.\.?\//.test(original)) return [];
      const wanted = resolve(folder, dirname(importer), original);
      const resolved = resolve(folder, path);
      const candidates = [wanted, ...extensions.map((extension) => wanted + extension)];
      const found = candidates.indexOf(resolved);
      return found === -1 ? candidates : candidates.slice(0, found);
    }),
  );
}

/** The map is kept far away from the sources. */
function withAbsoluteSources(map: string, folder: string): string {
  const parsed: { readonly sources: readonly string[] } = JSON.parse(map);
  const absolute = (source: string) =>
    isAbsolute(source) || isVirtual(source) ? source : pathToFileURL(resolve(folder, source)).href;
  return JSON.stringify({ ...parsed, sources: parsed.sources.map(absolute) });
}

/** esbuild throws an Error with the list of what it found. */
function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
