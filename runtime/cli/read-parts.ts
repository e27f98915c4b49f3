import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";
import { cacheDir } from "../util/cache-dir.ts";

/** Parts of the program by name, each a function of what a script, unlike a module, is not given. */
export type ProgramParts = Readonly<Record<string, ProgramPart>>;

type ProgramPart = (
  module: { readonly exports: object },
  exports: object,
  require: (specifier: string) => unknown,
  importModule: (specifier: string) => Promise<unknown>,
  url: string,
) => void;

/** 30 days. */
const keptMs = 30 * 24 * 3600 * 1000;

/**
 * Reads a script whose compiled form is kept: reading many modules and compiling them would take half of what a run with
 * nothing to do may take (measured on Node 20: 52 ms as ES modules, 40 this way, 33 are Node's own).
 */
export function readParts(path: string): ProgramParts {
  const cached = cachePath(path);
  const cachedData = readIfThere(cached);
  const script = new Script(readFileSync(path, "latin1"), { filename: path, cachedData });
  // Taken at the end, it holds all that was compiled on the way.
  if (cachedData === undefined || script.cachedDataRejected) process.once("exit", () => keep(path, cached, script));
  const parts: ProgramParts = script.runInThisContext();
  return parts;
}

/** One for each command, because each compiles other functions. The script's name holds the digest of its content. */
function cachePath(script: string): string {
  const command = /^[a-z]{1,8}$/.test(process.argv[2] ?? "") ? process.argv[2] : "other";
  const name = `${basename(script, ".cjs")}-${command}-${process.version}-${process.arch}`;
  return join(cacheDir(process.env), "code", name);
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Of no importance: where it cannot be kept, the next start compiles again. */
function keep(source: string, path: string, script: Script): void {
  try {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    removeOld(folder, basename(source, ".cjs"));
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, script.createCachedData());
    renameSync(partial, path);
  } catch {}
}

/** Those of versions of builder that are hardly in use any more; they are made again when they are. */
function removeOld(folder: string, own: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!name.startsWith(own) && statSync(path).mtimeMs < Date.now() - keptMs) rmSync(path, { force: true });
  }
}
