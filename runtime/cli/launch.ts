#!/usr/bin/env node
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { cacheDir } from "../util/cache-dir.ts";

/** The bundle of main.ts; its name holds the digest of its content. Put in by scripts/build.mjs. */
declare const BUILDER_MAIN: string;

/** What the script evaluates to: main.ts, given what modules have and scripts have not. */
type Main = (require: NodeJS.Require, url: string, importModule: (specifier: string) => Promise<unknown>) => void;

/** 30 days. */
const keptMs = 30 * 24 * 3600 * 1000;

/**
 * Starts the command line from one script whose compiled form is kept: reading many modules and compiling them would take
 * half of what a run with nothing to do may take (measured on Node 20: 52 ms as ES modules, 40 this way, 33 are Node's own).
 */
function launch(): void {
  const path = join(dirname(fileURLToPath(import.meta.url)), BUILDER_MAIN);
  const cached = cachePath(path);
  const cachedData = readIfThere(cached);
  const script = new Script(readFileSync(path, "latin1"), {
    filename: path,
    cachedData,
  });
  // Taken at the end, it holds all that was compiled on the way.
  if (cachedData === undefined || script.cachedDataRejected) process.once("exit", () => keep(cached, script));
  const main: Main = script.runInThisContext();
  main(createRequire(path), pathToFileURL(path).href, (specifier) => import(specifier));
}

/** One for each command, because each compiles other functions. */
function cachePath(main: string): string {
  const command = /^[a-z]{1,8}$/.test(process.argv[2] ?? "") ? process.argv[2] : "other";
  const name = `${basename(main, ".cjs")}-${command}-${process.version}-${process.arch}`;
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
function keep(path: string, script: Script): void {
  try {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    removeOld(folder);
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, script.createCachedData());
    renameSync(partial, path);
  } catch {}
}

/** Those of versions of builder that are hardly in use any more; they are made again when they are. */
function removeOld(folder: string): void {
  const own = basename(BUILDER_MAIN, ".cjs");
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!name.startsWith(own) && statSync(path).mtimeMs < Date.now() - keptMs) rmSync(path, { force: true });
  }
}

launch();
