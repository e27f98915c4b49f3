import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { sdkEntry } from "../sdk-entry.ts";

/** Errors of a type-check: with colours and source lines for a terminal, a line each elsewhere. */
export interface TypeCheck {
  readonly count: number;
  readonly listing: string;
}

/**
 * Type-checks one file and what it imports, by the project's tsconfig.json where there is one. `builder` always means the
 * running copy, as it does when the file is built.
 */
export function checkTypes(file: string, workingDirectory: string, colour: boolean): TypeCheck {
  const { options, problems } = projectOptions(file);
  const program = ts.createProgram([file], { ...options, ...ownOptions(options) });
  const found = [...problems, ...ts.getPreEmitDiagnostics(program)].filter(isError);
  const host: ts.FormatDiagnosticsHost = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => workingDirectory,
    getNewLine: () => "\n",
  };
  const listing = colour
    ? ts.formatDiagnosticsWithColorAndContext(found, host).trimEnd()
    : found.map((diagnostic) => plainText(diagnostic, workingDirectory)).join("\n");
  return { count: found.length, listing };
}

/** `build.ts:2:38 TS2345: …`: places are written as everywhere else, so that editors follow them. */
function plainText({ file, start, code, messageText }: ts.Diagnostic, workingDirectory: string): string {
  const message = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  if (file === undefined || start === undefined) return message;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${relative(workingDirectory, file.fileName)}:${line + 1}:${character + 1} ${message}`;
}

interface ProjectOptions {
  readonly options: ts.CompilerOptions;
  readonly problems: readonly ts.Diagnostic[];
}

/** What a project without tsconfig.json gets: as strict as what `builder init` promises. */
const defaults: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

function projectOptions(file: string): ProjectOptions {
  const path = ts.findConfigFile(dirname(file), ts.sys.fileExists);
  if (path === undefined) return { options: defaults, problems: [] };
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error) return { options: defaults, problems: [error] };
  // Only the options are taken: which files the project compiles is no matter of build.ts.
  const parsed = ts.parseJsonConfigFileContent({ ...config, files: [file], include: [] }, ts.sys, dirname(path));
  return { options: parsed.options, problems: parsed.errors };
}

function ownOptions({ paths }: ts.CompilerOptions): ts.CompilerOptions {
  return {
    noEmit: true,
    skipLibCheck: true,
    // Of no use to a file that is bundled, and in the way of one that lies outside a project's folders.
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    rootDir: undefined,
    noUnusedLocals: false,
    allowImportingTsExtensions: true,
    paths: { ...paths, builder: [sdkTypes()] },
  };
}

/** A path that has an extension is taken literally, other than an import of it. */
function sdkTypes(): string {
  return fileURLToPath(sdkEntry()).replace(/\.js$/, ".d.ts");
}

function isError({ category }: ts.Diagnostic): boolean {
  return category === ts.DiagnosticCategory.Error;
}
