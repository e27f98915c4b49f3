import { basename } from "node:path";
import type { BuilderError } from "../../sdk/errors/builder-error.ts";
import { originsOf } from "../../sdk/errors/origin.ts";
import { type BuildGraph, createBuildGraph, type RootNode } from "../../sdk/model/build-graph.ts";
import { canonicalJson } from "../../sdk/model/canonical-json.ts";
import { decodeRootNode } from "../../sdk/model/graph-json.ts";
import { createProjectNode, type ProjectNode } from "../../sdk/model/project-node.ts";
import { noImages, projectNotDefault, wrongDefault } from "./errors.ts";
import type { ModuleExports } from "./evaluate.ts";
import { projectNameFor } from "./project-name.ts";

/** A value of the SDK, known by its shape: it may come from another copy. */
interface Described {
  readonly toNode: () => unknown;
  readonly references?: () => unknown;
}

/** What can be asked for by name. */
type TargetNode = Exclude<RootNode, ProjectNode>;

interface Found {
  readonly node: RootNode;
  /** When it was defined; values without a place come last, in the order in which they were found. */
  readonly index: number;
}

/**
 * What the exports of a build.ts describe, with all that they refer to, in the order of their definition; the same definition
 * twice is one. Exports that are no descriptions are left alone.
 *
 * Errors: `LOAD.WRONG_DEFAULT`, `LOAD.PROJECT_NOT_DEFAULT`, `LOAD.EMPTY`, `GRAPH.NO_BASE`, `GRAPH.MALFORMED`.
 */
export function collectGraph(
  exports: ModuleExports,
  file: string,
  definitionIndex: (origin: unknown) => number | undefined,
): BuildGraph {
  const { default: defaultExport, ...named } = exports;
  const project = toProject(defaultExport, file);
  const values = reachable([...describedIn(named)].filter((value) => value !== defaultExport));
  const found = values.map((value) => toFound(value, definitionIndex)).sort((a, b) => a.index - b.index);
  const targets = distinct(found.map(({ node }) => requireTarget(node)));
  if (targets.length === 0) throw noImages(basename(file));
  return createBuildGraph({
    project,
    images: targets.filter((node) => node.kind === "image" || node.kind === "dockerfile"),
    pipelines: targets.filter((node) => node.kind === "pipeline"),
    workflows: targets.filter((node) => node.kind === "workflow"),
  });
}

function toProject(value: unknown, file: string): ProjectNode {
  if (value === undefined) {
    return createProjectNode({ name: projectNameFor(file), digests: "builder", allowUnshallow: true });
  }
  if (!isDescribed(value)) throw wrongDefault(describe(value), []);
  const node = decodeRootNode(value.toNode(), "default export");
  if (node.kind !== "project") throw wrongDefault(`the ${node.kind} "${node.name}"`, originsOf(node));
  return node;
}

/** The descriptions in a value: itself, the items of a list, the members of a plain object. */
function* describedIn(value: unknown, seen = new Set<unknown>()): Generator<Described> {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (isDescribed(value)) yield value;
  else if (Array.isArray(value) || isPlain(value))
    for (const item of Object.values(value)) yield* describedIn(item, seen);
}

/** The values and all that they refer to, each once, however deep. */
function reachable(roots: readonly Described[]): readonly Described[] {
  const found = new Set(roots);
  // A Set hands out what is added while it is walked.
  for (const value of found) {
    const references = value.references?.();
    if (!Array.isArray(references)) continue;
    for (const reference of references) if (isDescribed(reference)) found.add(reference);
  }
  return [...found];
}

function toFound(value: Described, definitionIndex: (origin: unknown) => number | undefined): Found {
  const raw = value.toNode();
  const origin = typeof raw === "object" && raw !== null && "origin" in raw ? raw.origin : undefined;
  return { node: decodeRootNode(raw, "export"), index: definitionIndex(origin) ?? Number.MAX_SAFE_INTEGER };
}

function requireTarget(node: RootNode): TargetNode {
  if (node.kind !== "project") return node;
  const error: BuilderError = projectNotDefault(node.name, originsOf(node));
  throw error;
}

/** The same definition twice is one; different ones of one name are left for the validation to report. */
function distinct(targets: readonly TargetNode[]): readonly TargetNode[] {
  const byName = new Map<string, TargetNode[]>();
  return targets.filter((target) => {
    const sameName = byName.get(target.name) ?? [];
    if (sameName.some((other) => isSame(other, target))) return false;
    byName.set(target.name, [...sameName, target]);
    return true;
  });
}

function isSame(a: TargetNode, b: TargetNode): boolean {
  return canonicalJson(withoutOrigins(a)) === canonicalJson(withoutOrigins(b));
}

/** Where something was written is no part of what it says. */
function withoutOrigins(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrigins);
  if (typeof value !== "object" || value === null) return value;
  // A variable or label may be called `origin`, too; it is a string.
  const entries = Object.entries(value).filter(([key, item]) => key !== "origin" || typeof item === "string");
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutOrigins(item)]));
}

function isDescribed(value: unknown): value is Described {
  return typeof value === "object" && value !== null && "toNode" in value && typeof value.toNode === "function";
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
