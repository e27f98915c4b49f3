import { Project, type SourceFileStructure, StructureKind } from "ts-morph";
import type { BuildFile, ConstStatement, FunctionStatement } from "./build-file.ts";
import { printCode, printInitializer } from "./print-code.ts";
import { lineWidth } from "./print-place.ts";
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
      // Declarations are text: ts-morph would indent the lines of a long initializer further than Biome does.
      (writer) => writer.write(`\n${declarations(file).join("\n\n")}`),
    ],
  };
  // All at once: each later change of a source file would parse it anew.
  return project.createSourceFile("build.ts", structure).getFullText();
}

/** On one line, or each name on its own. */
function printImports(names: readonly string[]): string {
  const flat = names.join(", ");
  return `import { ${flat} } from "builder";`.length <= lineWidth
    ? flat
    : `\n${names.map((name) => `  ${name},\n`).join("")}`;
}

/** What is called and read comes before who does it. */
function declarations({ functions, statements, project }: BuildFile): readonly string[] {
  const isExported = statements.findIndex((statement) => statement.isExported);
  const own = isExported < 0 ? statements.length : isExported;
  const start = "export default ";
  return [
    ...statements.slice(0, own).map(printConst),
    ...functions.map(printFunction),
    ...statements.slice(own).map(printConst),
    `${commentLines(project.comments)}${start}${printCode(project.code, 0, start.length)};`,
  ];
}

function printConst({ comments, name, isExported, code }: ConstStatement): string {
  const start = `${isExported ? "export " : ""}const ${name}`;
  return `${commentLines(comments)}${start}${printInitializer(code, start.length)}`;
}

function printFunction({ comments, name, parameters, returns, body }: FunctionStatement): string {
  const given = parameters.map((parameter) => `${parameter.name}: ${parameter.type}`);
  const end = `)${returns === undefined ? "" : `: ${returns}`} {`;
  const flat = `function ${name}(${given.join(", ")}${end}`;
  const isFlat = flat.length <= lineWidth;
  const head = isFlat ? flat : `function ${name}(\n${given.map((one) => `  ${one},\n`).join("")}${end}`;
  const start = "  return ";
  return `${commentLines(comments)}${head}\n${start}${printCode(body, 2, start.length)};\n}`;
}

function commentLines(comments: readonly string[]): string {
  return comments.map((line) => `${`// ${line}`.trimEnd()}\n`).join("");
}
