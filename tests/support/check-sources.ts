import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Texts of build.ts files by a name; in one program, because most of the time goes into the SDK. */
export type Sources = ReadonlyMap<string, string>;

/** Type errors of the files, as strict as TypeScript can be where it matters to a build.ts. */
export function typeErrors(sources: Sources): readonly string[] {
  return withFiles(sources, (folder) => {
    const program = ts.createProgram(
      [...sources.keys()].map((name) => join(folder, `${name}.ts`)),
      {
        strict: true,
        noUncheckedIndexedAccess: true,
        noUnusedLocals: true,
        noEmit: true,
        skipLibCheck: true,
        allowImportingTsExtensions: true,
        target: ts.ScriptTarget.ES2023,
        lib: ["lib.es2023.d.ts"],
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
        paths: { builder: [join(root, "sdk/index.ts")] },
      },
    );
    return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
      return `${file?.fileName.slice(folder.length + 1)}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
  });
}

/** What Biome would change of the files, with this repository's line width. */
export function formatErrors(sources: Sources): string {
  return withFiles(sources, (folder) => {
    const biome = join(root, "node_modules/.bin/biome");
    const options = ["--indent-style=space", "--line-width=120", "--max-diagnostics=20", "--vcs-enabled=false"];
    const { status, stdout, stderr } = spawnSync(biome, ["format", ...options, "."], { cwd: folder, encoding: "utf8" });
    return status === 0 ? "" : stdout + stderr;
  });
}

function withFiles<Result>(sources: Sources, use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "builder-sources-"));
  try {
    for (const [name, source] of sources) {
      const path = join(folder, `${name}.ts`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, source);
    }
    writeFileSync(join(folder, "package.json"), '{\n  "type": "module"\n}\n');
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
