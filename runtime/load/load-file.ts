import { dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuilderError } from "../../sdk/errors/builder-error.ts";
import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import { validateGraph } from "../../sdk/model/validate.ts";
import { type BundleRequest, createBundle } from "./bundle.ts";
import { readCachedBundle, type StoredBundle, storeBundle } from "./bundle-cache.ts";
import { collectGraph } from "./collect-graph.ts";
import { invalidGraph } from "./errors.ts";
import { evaluateBundle } from "./evaluate.ts";
import { createEvaluationHost } from "./evaluation-host.ts";
import type { LoadedFile, LoadHost } from "./loaded-file.ts";
import { createSourcePositions } from "./source-positions.ts";

/** How one build.ts is loaded. */
export interface LoadOptions {
  /** Absolute path of build.ts. */
  readonly file: string;
  readonly host: LoadHost;
  /** Where bundles are kept between runs. */
  readonly cacheDir: string;
  /** File URL of the running SDK's entry: what `builder` means in build.ts. A TypeScript source is bundled along. */
  readonly sdkUrl: string;
  readonly signal: AbortSignal;
}

/**
 * Evaluates a build.ts and collects what it describes:
 * bundle (or the cached one, when no input changed) → evaluate → graph of its exports → validate.
 *
 * Errors: `LOAD.*`, `SDK.*` and `GRAPH.*`, with places in the user's source.
 */
export async function loadFile(options: LoadOptions): Promise<LoadedFile> {
  const request: BundleRequest = { file: options.file, sdkUrl: options.sdkUrl };
  const cached = readCachedBundle(request, options.cacheDir);
  if (cached === undefined) return load(await makeBundle(request, options), options);
  return load(cached, options);
}

async function makeBundle(request: BundleRequest, options: LoadOptions): Promise<StoredBundle> {
  options.signal.throwIfAborted();
  const startedMs = performance.timeOrigin + performance.now();
  const bundle = await createBundle(request);
  options.signal.throwIfAborted();
  return storeBundle(request, bundle, startedMs, options.cacheDir);
}

async function load(bundle: StoredBundle, options: LoadOptions): Promise<LoadedFile> {
  const positions = createSourcePositions(bundle, dirname(options.file));
  const host = createEvaluationHost(options.host, positions);
  const exports = await evaluateBundle({
    file: options.file,
    bundle,
    sdkUrl: options.sdkUrl,
    host: host.sdk,
    positions,
    signal: options.signal,
  });
  const graph = collectGraph(exports, options.file, host.definitionIndex);
  requireValid(graph);
  return {
    file: options.file,
    graph,
    environment: host.environment(),
    inputs: bundle.sources.filter((source) => isUsersOwn(source, options.sdkUrl)),
  };
}

function requireValid(graph: BuildGraph): void {
  const [first, ...others] = validateGraph(graph);
  if (first === undefined) return;
  const error: BuilderError = invalidGraph(first, others);
  throw error;
}

/** Packages and the SDK are not the user's sources: nobody asks whether they are committed. */
function isUsersOwn(source: string, sdkUrl: string): boolean {
  if (source.split(sep).includes("node_modules")) return false;
  return relative(dirname(fileURLToPath(sdkUrl)), source).startsWith("..");
}
