import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { loadFile } from "../../../runtime/load/load-file.ts";
import type { LoadedFile, LoadHost } from "../../../runtime/load/loaded-file.ts";
import { type BuilderError, isBuilderError } from "../../../sdk/errors/builder-error.ts";

/** The SDK as the tests run it: from its sources. */
export const sdkUrl = pathToFileURL(join(import.meta.dirname, "../../../sdk/index.ts")).href;

export interface TestProject {
  readonly folder: string;
  readonly cacheDir: string;
  write(path: string, content: string): void;
  load(options?: LoadTestOptions): Promise<LoadedFile>;
  /** What loading throws; fails when it does not throw a BuilderError. */
  failure(options?: LoadTestOptions): Promise<BuilderError>;
}

export interface LoadTestOptions {
  readonly file?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly signal?: AbortSignal;
  readonly sdkUrl?: string;
}

/** A folder with the given files, removed after the test. */
export function createProject(sources: Readonly<Record<string, string>>, name = "shop"): TestProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "builder-load-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, name);
  const cacheDir = join(root, "cache");
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(sources)) write(path, content);

  const load = (options: LoadTestOptions = {}) =>
    loadFile({
      file: join(folder, options.file ?? "build.ts"),
      host: createHost(options),
      cacheDir,
      sdkUrl: options.sdkUrl ?? sdkUrl,
      signal: options.signal ?? new AbortController().signal,
    });
  const failure = async (options: LoadTestOptions = {}) => {
    const error: unknown = await load(options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (isBuilderError(error)) return error;
    throw new Error("no BuilderError was thrown", { cause: error });
  };
  return { folder, cacheDir, write, load, failure };
}

function createHost({ env = {}, files = {} }: LoadTestOptions): LoadHost {
  return {
    env: (name) => env[name],
    readFile: (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
    glob: (mask) => Object.keys(files).filter((path) => path.endsWith(mask.replace(/^.*\*/, ""))),
  };
}
