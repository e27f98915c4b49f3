import type { GraphNode } from "../../../sdk/model/visit.ts";
import type { BuildFile, ConstStatement, FunctionStatement } from "../emit/build-file.ts";
import { type Code, type HoleCode, isSameCode } from "../emit/code.ts";
import { describeBuildFile } from "../emit/describe-build-file.ts";
import { foldCode } from "../emit/fold-code.ts";
import { foldStatements } from "../emit/fold-statements.ts";
import { fillHoles, holesIn } from "../emit/loops.ts";
import { collectNames } from "../emit/walk-code.ts";
import { frozenComments } from "../frozen-entries.ts";
import type { GoString } from "../werf/gotemplate/go-string.ts";
import { distinctFrozen } from "./distinct-frozen.ts";
import type { FunctionTable } from "./function-table.ts";
import { inlineCalled } from "./inline-called.ts";
import { findMadeParts, type MadeParts } from "./made-parts.ts";
import type { PartsCall } from "./parts-call.ts";
import type { SymbolicReader, SymbolicReading } from "./read-symbolically.ts";
import type { SymbolicFindings } from "./symbolic-probe.ts";

/** The declarations of one reading: what its words stand for as code, loops as loops, and functions in place of what they return. */
export function describeReading(reading: SymbolicReading, { source, names, functions }: SymbolicReader): BuildFile {
  const { imported, table, findings } = reading;
  const made = findMadeParts(imported, findings.parts);
  const bodies = createPartBodies(functions);
  for (const template of made.others) functions.inline(template);
  const file = describeBuildFile(imported.graph, {
    comments: [...source.commentsOf(imported), ...frozenComments(distinctFrozen(findings.frozen))],
    text: table.toCode,
    constantOf: (name, kind) => names.constantOf(table.toText(name), kind),
    section: (node, code) => callSection(node, code, made.sections.get(node), bodies),
  });
  const constantOf = (image: string) => names.constantOf(table.toText(image), "image");
  const called = file.statements.map(callImages(made, constantOf, bodies));
  const statements = foldStatements(called, names.loopConstants());
  inlineCalled(
    statements.flatMap(({ code }) => openHoles(code)),
    findings,
    functions,
  );
  return {
    ...file,
    functions: [...fragmentFunctions(findings.bodies, functions), ...bodies.statements()],
    statements: statements.map((statement) => ({ ...statement, code: fillHoles(statement.code) })),
    project: { ...file.project, code: fillHoles(file.project.code) },
  };
}

/** What is left in a loop that could not be written as one. */
function openHoles(code: Code): readonly Code[] {
  return holesIn(code).flatMap((hole) => (hole.loops.length > 0 ? [hole.code] : []));
}

const returned = { text: "string", texts: "string[]", members: "Record<string, string>" } as const;

function fragmentFunctions(bodies: SymbolicFindings["bodies"], functions: FunctionTable): readonly FunctionStatement[] {
  return [...bodies].map(([template, { kind, body }]) => ({
    comments: [],
    name: functions.nameOf(template),
    parameters: functions.parametersOf(template),
    returns: returned[kind],
    body,
  }));
}

type FunctionPart = Pick<FunctionStatement, "body" | "comments" | "returns">;

/** What the functions return that make an image or a section of one. */
interface PartBodies {
  /** Whether all calls return the same, as far as they are known. */
  add(template: GoString, part: FunctionPart): boolean;
  statements(): readonly FunctionStatement[];
  /** Whether a code can stand outside of the function. */
  isOutside(template: GoString, code: Code): boolean;
}

function createPartBodies(functions: FunctionTable): PartBodies {
  const bodies = new Map<GoString, FunctionPart>();
  return {
    add(template, part) {
      const body = foldCode(part.body);
      const known = bodies.get(template);
      const isSame = known === undefined || isSameCode(known.body, body);
      if (isSame) bodies.set(template, { ...(known ?? part), body });
      else functions.inline(template);
      return isSame;
    },
    statements: () =>
      [...bodies].map(([template, statement]) => ({
        ...statement,
        name: functions.nameOf(template),
        parameters: functions.parametersOf(template),
      })),
    isOutside(template, code) {
      const mentioned = new Set<string>();
      collectNames(code, mentioned);
      return !functions.parametersOf(template).some(({ name }) => mentioned.has(name));
    },
  };
}

/** What a section of an image is, for the functions that return one. */
const optionTypes: ReadonlyMap<GraphNode["kind"], string> = new Map([
  ["git-mapping", "GitOptions"],
  ["import", "ImportOptions"],
  ["mount", "MountOptions"],
  ["secret", "SecretOptions"],
  ["docker-instructions", "DockerOptions"],
]);

/** `.git({ … })` as `.git(rules())`. */
function callSection(node: GraphNode, code: Code, call: PartsCall | undefined, bodies: PartBodies): Code {
  const options = code.kind === "call" ? code.args.at(-1) : undefined;
  const returns = optionTypes.get(node.kind);
  if (call === undefined || code.kind !== "call" || options === undefined || returns === undefined) return code;
  const before = code.args.slice(0, -1);
  const isCallable = before.every((arg) => bodies.isOutside(call.template, arg));
  if (!isCallable || !bodies.add(call.template, { body: options, comments: [], returns })) return code;
  return { ...code, args: [...before, holeFor(call)] };
}

/** `image(…)…` as `service("api")`. */
function callImages(
  { images }: MadeParts,
  constantOf: (image: string) => string,
  bodies: PartBodies,
): (statement: ConstStatement) => ConstStatement {
  const calls = new Map([...images].map(([image, call]) => [constantOf(image), call]));
  return (statement) => {
    const call = calls.get(statement.name);
    if (call === undefined || !bodies.add(call.template, { body: statement.code, comments: statement.comments }))
      return statement;
    return { ...statement, comments: [], code: holeFor(call) };
  };
}

function holeFor({ code, loops }: PartsCall): HoleCode {
  return { kind: "hole", code, loops, value: "" };
}
