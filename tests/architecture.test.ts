import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** One line of the house: what lies on it does not import each other, and only what lies below it. */
interface Line {
  readonly reason: string;
  /** Name of each part and the paths that belong to it; the first match counts. */
  readonly parts: Readonly<Record<string, RegExp>>;
}

const house: readonly Line[] = [
  { reason: "every part reports its failures the same way", parts: { "sdk/errors": /^sdk\/errors\// } },
  { reason: "the graph is plain data that everybody reads", parts: { "sdk/model": /^sdk\/model\// } },
  {
    reason: "the builders describe and do nothing; util knows nothing of builder",
    parts: { sdk: /^sdk\//, "runtime/util": /^runtime\/util\// },
  },
  {
    reason: "planning is arithmetic, loading ends with a graph",
    parts: { "runtime/plan": /^runtime\/plan\//, "runtime/load": /^runtime\/load\// },
  },
  {
    reason: "ports are owned by those who call them and know no adapter",
    parts: {
      ports:
        /^runtime\/(engine\/engine|engine\/boxes|storage\/storage|storage\/housekeeping|storage\/lock\/lock|git\/repository|report\/events)\.ts$/,
    },
  },
  {
    reason: "what all engines or all storages share",
    parts: {
      "runtime/engine": /^runtime\/engine\/([^/]+\.ts|toolchain\/)/,
      "runtime/storage": /^runtime\/storage\/(stage-reference|errors)\.ts/,
    },
  },
  {
    reason: "adapters and stages see ports and not each other",
    parts: {
      "runtime/stages": /^runtime\/stages\//,
      "runtime/engine/docker": /^runtime\/engine\/docker\//,
      "runtime/engine/buildah": /^runtime\/engine\/buildah\//,
      "runtime/storage/lock": /^runtime\/storage\/lock\//,
      "runtime/storage/registry": /^runtime\/storage\/registry\//,
      "runtime/storage/engine-local": /^runtime\/storage\/engine-local-/,
      "runtime/git": /^runtime\/git\//,
      "runtime/report": /^runtime\/report\//,
      "runtime/graph-view": /^runtime\/graph-view\//,
    },
  },
  {
    reason: "the conveyor runs stages through ports; setting a machine up is nobody else's business",
    parts: {
      "runtime/build": /^runtime\/build\//,
      "runtime/cleanup": /^runtime\/cleanup\//,
      "runtime/setup": /^runtime\/setup\//,
    },
  },
  {
    reason: "a box may be an image that is built first; an importer loads what it wrote",
    parts: { "runtime/pipeline": /^runtime\/pipeline\//, "runtime/import": /^runtime\/import\// },
  },
  { reason: "the only place that chooses adapters", parts: { "runtime/compose": /^runtime\/[^/]+\.ts$/ } },
  { reason: "the command line is one user of the programmatic API", parts: { "runtime/cli": /^runtime\/cli\// } },
];

/** Where each third-party package lives, alone. */
const packageHomes: Readonly<Record<string, RegExp>> = {
  dockerode: /^runtime\/engine\/docker\//,
  execa: /^runtime\/util\/process\.ts$/,
  "simple-git": /^runtime\/git\//,
  minimatch: /^runtime\/git\//,
  "tar-fs": /^runtime\/util\/archive\.ts$/,
  "tar-stream": /^runtime\/util\/archive\.ts$/,
  esbuild: /^runtime\/load\//,
  "proper-lockfile": /^runtime\/storage\/lock\//,
  ioredis: /^runtime\/storage\/lock\//,
  "ts-morph": /^runtime\/import\/emit\//,
  re2js: /^runtime\/import\//,
  yaml: /^runtime\/(import|pipeline\/steps)\//,
  "@stricli/core": /^runtime\/cli\//,
  "@viz-js/viz": /^runtime\/graph-view\//,
  "@parcel/watcher": /^runtime\/git\//,
  "p-limit": /^runtime\/build\//,
  typescript: /^runtime\/cli\//,
};

/** They cost up to 350 ms to load: never on the path where nothing is built. */
const slowModules = [
  "ioredis",
  "dockerode",
  "execa",
  "simple-git",
  "esbuild",
  "ts-morph",
  "typescript",
  "@viz-js/viz",
  "@parcel/watcher",
  "proper-lockfile",
  "tar-fs",
  "tar-stream",
  "re2js",
  "yaml",
  "node:http2",
  "node:https",
  "node:tls",
  "node:zlib",
];

/** More code than all that such a path needs. What was asked for has to be known: whether it is a pipeline, too. */
const neededLater =
  /^runtime\/(import|pipeline(?!\/(choose-targets|pipeline-request)\.ts)|setup|cleanup|storage\/registry\/(stages|http)|engine\/docker\/dockerfile)\//;

interface Import {
  readonly file: string;
  /** As written. */
  readonly specifier: string;
  /** Path in the project; absent for packages and Node's own modules. */
  readonly target?: string;
  readonly kind: "value" | "type" | "lazy" | "re-export";
}

const sources = ["sdk", "runtime"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path)),
);
const imports = sources.flatMap(importsOf);

describe("imports", () => {
  it("are found, or the rules below would check nothing", () => {
    expect(imports.length).toBeGreaterThan(sources.length);
    expect(imports.filter(({ kind }) => kind === "lazy")).not.toEqual([]);
  });

  it("come from files that have a place in the house", () => {
    expect(sources.filter((file) => placeOf(file) === undefined)).toEqual([]);
  });

  it("point down, and never to a neighbour", () => {
    expect(imports.flatMap(wrongDirection)).toEqual([]);
  });

  it("of the SDK by the runtime are those of its model and its errors: the rest is for build.ts", () => {
    const found = imports.filter(({ file, target }) => file.startsWith("runtime/") && target?.startsWith("sdk/"));
    expect(found.filter(({ target = "" }) => !/^sdk\/(model|errors)\//.test(target)).map(describeImport)).toEqual([]);
  });

  it("of adapters are made where they are chosen, so that all others work with any", () => {
    const adapter = /^runtime\/(engine\/(docker|buildah)|storage\/(registry|lock|engine-local-\w+)|git)\b/;
    const chooses = /^runtime\/([^/]+\.ts$|setup\/)/;
    const found = imports.filter(
      ({ file, target = "", kind }) =>
        kind !== "type" && adapter.test(target) && placeOf(target)?.part !== "ports" && !adapter.test(file),
    );
    expect(found.filter(({ file }) => !chooses.test(file)).map(describeImport)).toEqual([]);
  });

  it("of the SDK are its own alone: build.ts is described without input, output or packages", () => {
    const found = imports.filter(({ file, target }) => file.startsWith("sdk/") && !target?.startsWith("sdk/"));
    expect(found.map(describeImport)).toEqual([]);
  });

  it("of the plan reach no input or output: a plan is arithmetic", () => {
    const found = imports.filter(({ file, target }) => file.startsWith("runtime/plan/") && target === undefined);
    const pure = ["node:crypto", "node:path"];
    expect(found.filter(({ specifier }) => !pure.includes(specifier)).map(describeImport)).toEqual([]);
  });

  it("of third-party packages are made in the one place of each, so that it can be replaced there", () => {
    const found = imports.filter(({ specifier, target }) => target === undefined && !specifier.startsWith("node:"));
    expect(
      found.filter(({ file, specifier }) => !packageHomes[packageOf(specifier)]?.test(file)).map(describeImport),
    ).toEqual([]);
  });

  it("of modules that are slow to load are not made before there is something to build", () => {
    const started = staticClosure(["runtime/index.ts", "runtime/cli/main.ts", "runtime/cli/run-command.ts"]);
    const found = imports.filter(({ file, specifier, kind }) => {
      return started.has(file) && kind === "value" && slowModules.includes(packageOf(specifier));
    });
    expect(started.has("runtime/load/load-file.ts")).toBe(true);
    expect(found.map(describeImport)).toEqual([]);
    expect([...started].filter((file) => neededLater.test(file))).toEqual([]);
  });

  it("form no circle", () => {
    expect(circles()).toEqual([]);
  });

  it("are handed on by the two index files alone", () => {
    const found = imports.filter(({ file, kind }) => kind === "re-export" && !/^(sdk|runtime)\/index\.ts$/.test(file));
    expect(found.map(describeImport)).toEqual([]);
  });
});

function wrongDirection(found: Import): readonly string[] {
  if (found.target === undefined) return [];
  const from = placeOf(found.file);
  const to = placeOf(found.target);
  if (from === undefined || to === undefined || from.part === to.part || to.line < from.line) return [];
  const why = to.line === from.line ? "a neighbour" : "above it";
  return [`${describeImport(found)}: ${to.part} is ${why}; ${house[from.line]?.reason}`];
}

/** A port lies in the folder of its adapters, so the narrowest pattern has to count: ports come before them in the list. */
function placeOf(path: string): { readonly line: number; readonly part: string } | undefined {
  for (const [line, { parts }] of house.entries()) {
    for (const [part, pattern] of Object.entries(parts)) if (pattern.test(path)) return { line, part };
  }
  return undefined;
}

function importsOf(file: string): readonly Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (node: ts.Expression | undefined, kind: Import["kind"]) => {
    if (node === undefined || !ts.isStringLiteral(node)) return;
    const target = node.text.startsWith(".") ? relative(root, resolve(root, dirname(file), node.text)) : undefined;
    found.push({ file, specifier: node.text, kind, ...(target === undefined ? {} : { target }) });
  };
  const walk = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node) ? "type" : "value");
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, "re-export");
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) add(node.argument.literal, "type");
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], "lazy");
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every((element) => element.isTypeOnly);
}

/** What each file loads when it is loaded. Types are gone by then, lazy imports come later. */
function loadedBy(): ReadonlyMap<string, readonly string[]> {
  const graph = new Map<string, string[]>();
  for (const { file, target, kind } of imports) {
    if (target === undefined || kind === "type" || kind === "lazy") continue;
    graph.set(file, [...(graph.get(file) ?? []), target]);
  }
  return graph;
}

/** The files and all that is loaded with them. */
function staticClosure(files: readonly string[]): ReadonlySet<string> {
  const graph = loadedBy();
  const found = new Set(files);
  // A Set hands out what is added while it is walked.
  for (const file of found) for (const target of graph.get(file) ?? []) found.add(target);
  return found;
}

/** Each as `a -> b -> a`. */
function circles(): readonly string[] {
  const graph = loadedBy();
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (path.includes(file) || done.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function describeImport({ file, specifier }: Import): string {
  return `${file} imports ${specifier}`;
}
