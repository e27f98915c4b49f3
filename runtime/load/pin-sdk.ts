import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const namespace = "builder-sdk";

/**
 * Makes `builder` and `builder/runtime` mean the running copy, whatever is installed beside build.ts, if anything is.
 *
 * The compiled SDK stays outside the bundle; in its place stands a module that lists its exports, so that esbuild can tell the place
 * of an import that does not exist. A copy that runs from its TypeScript sources (builder's own tests) is bundled, because Node 20 cannot
 * import it.
 */
export function pinSdk(sdkUrl: string): Plugin {
  return {
    name: "pin-sdk",
    setup(build) {
      build.onResolve({ filter: /^builder(\/runtime)?$/ }, ({ path }) => {
        const url = path === "builder" ? sdkUrl : runtimeUrl(sdkUrl);
        return isCompiledSdk(url) ? { path: url, namespace, sideEffects: false } : { path: fileURLToPath(url) };
      });
      build.onResolve({ filter: /^file:/, namespace }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: /.*/, namespace }, async ({ path }) => {
        const exports: object = await import(path);
        return { contents: `export { ${Object.keys(exports).join(", ")} } from ${JSON.stringify(path)};` };
      });
    },
  };
}

/** One that bundles import, rather than hold it. */
export function isCompiledSdk(url: string): boolean {
  return !url.endsWith(".ts");
}

/** `sdk/index.js` and `runtime/index.js` lie side by side. */
function runtimeUrl(sdkUrl: string): string {
  return sdkUrl.replace(/sdk\/index\.(ts|js)$/, "runtime/index.$1");
}
