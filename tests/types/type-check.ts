import { dirname, join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");

/**
 * Type-checks sources as a user's own: strict, `builder` being the SDK of this checkout. One program for all, because the
 * library's declarations take a second. Returns the messages for each source.
 */
export function typeCheck(sources: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const names = [...sources.keys()];
  const paths = new Map(names.map((name, index) => [join(root, `example-${index}.ts`), sources.get(name) ?? ""]));
  const options = readOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => paths.has(path) || fileExists(path);
  host.readFile = (path) => paths.get(path) ?? readFile(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = paths.get(path);
    return text === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, text, languageVersion);
  };
  const program = ts.createProgram([...paths.keys()], options, host);
  return new Map(
    [...paths.keys()].map((path, index) => {
      const file = program.getSourceFile(path);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [names[index] ?? "", found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))];
    }),
  );
}

function readOptions(): ts.CompilerOptions {
  const path = join(root, "tsconfig.json");
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
  // A user's examples may well define what they do not use.
  return { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false };
}
