import { readFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Loader, Plugin } from "esbuild";

const names = {
  "import.meta.url": "__builderFileUrl",
  "import.meta.filename": "__builderFilename",
  "import.meta.dirname": "__builderDirname",
  __filename: "__builderFilename",
  __dirname: "__builderDirname",
} as const;

const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
};

/**
 * Lets every bundled module know its own path, which would otherwise be that of the bundle in the cache. The declaration is put in
 * front of the first line, so that no line number changes.
 */
export const keepFilePaths: { readonly define: Record<string, string>; readonly plugin: Plugin } = {
  define: { ...names },
  plugin: {
    name: "keep-file-paths",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path, namespace }) => {
        if (namespace !== "file") return undefined;
        const contents = await readFile(path, "utf8");
        if (!/import\.meta|__filename|__dirname/.test(contents)) return undefined;
        return { contents: declarations(path) + contents, loader: loaders[extname(path)] ?? "js" };
      });
    },
  },
};

function declarations(path: string): string {
  const values: readonly (readonly [string, string])[] = [
    ["__builderFileUrl", pathToFileURL(path).href],
    ["__builderFilename", path],
    ["__builderDirname", dirname(path)],
  ];
  return `const ${values.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(", ")}; `;
}
