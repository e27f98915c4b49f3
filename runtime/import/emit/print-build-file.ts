import { Project, type SourceFileStructure, StructureKind, type WriterFunction } from "ts-morph";
import type { BuildFile, ConstStatement } from "./build-file.ts";
import { printCode, printInitializer } from "./print-code.ts";
import { usedSdkNames } from "./sdk-names.ts";

/** The text of a build.ts. */
export function printBuildFile(file: BuildFile): string {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const structure: Omit<SourceFileStructure, "kind"> = {
    leadingTrivia: file.header.length === 0 ? "" : `${commentLines(file.header)}\n`,
    statements: [
      {
        kind: StructureKind.ImportDeclaration,
        moduleSpecifier: "builder",
        namedImports: (writer) => writer.write(printImports(usedSdkNames(file))),
      },
      ...file.statements.map(toVariable),
      (writer) => {
        const start = "export default ";
        writer.write(`${leading(file.project.comments)}${start}${printCode(file.project.code, 0, start.length)};`);
      },
    ],
  };
  // All at once: each later change of a source file would parse it anew.
  return project.createSourceFile("build.ts", structure).getFullText();
}

/** On one line, or each name on its own. */
function printImports(names: readonly string[]): string {
  const flat = names.join(", ");
  return `import { ${flat} } from "builder";`.length <= 120
    ? flat
    : `\n${names.map((name) => `  ${name},\n`).join("")}`;
}

/** Declarations are text: ts-morph would indent the lines of a long initializer further than Biome does. */
function toVariable({ comments, name, isExported, code }: ConstStatement): WriterFunction {
  const start = `${isExported ? "export " : ""}const ${name}`;
  return (writer) => writer.write(`${leading(comments)}${start}${printInitializer(code, start.length)}`);
}

/** An empty line keeps declarations apart. */
function leading(comments: readonly string[]): string {
  return comments.length === 0 ? "\n" : `\n${commentLines(comments)}`;
}

function commentLines(comments: readonly string[]): string {
  return comments.map((line) => `${`// ${line}`.trimEnd()}\n`).join("");
}
