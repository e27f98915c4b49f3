import type { BuildFile, FunctionParameter, FunctionStatement } from "../emit/build-file.ts";
import { type CallCode, type Code, list, literal } from "../emit/code.ts";
import { mapCode } from "../emit/map-code.ts";
import { collectNames } from "../emit/walk-code.ts";

/** Leaves the functions those parameters that they use, and hands them over in their order instead of by name. */
export function finishFunctions(file: BuildFile): BuildFile {
  const functions = called(file).map((statement) => ({ ...statement, parameters: usedParameters(statement) }));
  const byName = new Map(functions.map((statement) => [statement.name, statement]));
  const finish = (code: Code): Code =>
    mapCode(code, (part) => {
      const statement = part.kind === "call" && part.callee.kind === "name" ? byName.get(part.callee.name) : undefined;
      return part.kind === "call" && statement !== undefined ? inOrder(part, statement.parameters) : part;
    });
  return {
    ...file,
    functions: functions.map((statement) => ({ ...statement, body: finish(statement.body) })),
    statements: file.statements.map((statement) => ({ ...statement, code: finish(statement.code) })),
    project: { ...file.project, code: finish(file.project.code) },
  };
}

/** Functions that are called, by others too. */
function called({ functions, statements, project }: BuildFile): readonly FunctionStatement[] {
  const names = new Set<string>();
  for (const code of [...statements.map((statement) => statement.code), project.code]) collectNames(code, names);
  // A function may be called by one that is known to be called only later.
  for (let size = -1; size < names.size; ) {
    size = names.size;
    for (const { name, body } of functions) if (names.has(name)) collectNames(body, names);
  }
  return functions.filter(({ name }) => names.has(name));
}

function usedParameters({ parameters, body }: FunctionStatement): readonly FunctionParameter[] {
  const used = new Set<string>();
  collectNames(body, used);
  return parameters.filter(({ name }) => used.has(name));
}

function inOrder(code: CallCode, parameters: readonly FunctionParameter[]): CallCode {
  const [given] = code.args;
  const members = given?.kind === "record" ? given.members : [];
  const argumentFor = ({ name, type }: FunctionParameter): Code => {
    const member = members.find((one) => !("kind" in one) && one.key.kind === "literal" && one.key.value === name);
    return member === undefined || "kind" in member ? nothing(type) : member.value;
  };
  return { ...code, args: parameters.map(argumentFor) };
}

/** What is not said where a function is called. */
function nothing(type: string): Code {
  if (type === "string") return literal("");
  if (type === "number") return literal(0);
  if (type === "boolean") return literal(false);
  return type.endsWith("[]") ? list([]) : { kind: "record", members: [] };
}
