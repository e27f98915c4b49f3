#!/usr/bin/env node
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runProgram } from "./run-program.ts";

/** The scripts that the program is in, by file name. Put in by scripts/build. */
declare const BUILDER_SCRIPTS: { readonly main: string; readonly later: string };

const folder = dirname(fileURLToPath(import.meta.url));
const main = join(folder, BUILDER_SCRIPTS.main);

runProgram({
  scripts: [main, join(folder, BUILDER_SCRIPTS.later)],
  entry: "./main.js",
  modules: { [pathToFileURL(join(folder, "sdk", "index.js")).href]: "./sdk.js" },
  url: pathToFileURL(main).href,
  requireOutside: createRequire(main),
  importOutside: (specifier) => import(specifier),
});
