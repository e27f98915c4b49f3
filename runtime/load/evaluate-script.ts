import { compileFunction, constants } from "node:vm";
import type { ModuleExports } from "./evaluate.ts";

/**
 * Evaluates a bundle that is a script.
 *
 * @param url what stack frames call it
 * @param sdk what its only import means
 */
export function evaluateScript(code: string, url: string, sdk: object): ModuleExports {
  const module: { readonly exports: ModuleExports } = { exports: {} };
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const run = compileFunction(code, ["module", "require"], { filename: url, importModuleDynamically });
  Reflect.apply(run, undefined, [module, () => sdk]);
  // A module's exports are in this order, too.
  const names = Object.keys(module.exports).sort();
  return Object.fromEntries(names.map((name) => [name, module.exports[name]]));
}
