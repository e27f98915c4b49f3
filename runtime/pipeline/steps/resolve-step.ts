import { randomUUID } from "node:crypto";
import type { ExternalStepNode, InternalStepNode, ScriptStepNode, StepNode } from "../../../sdk/model/step-node.ts";
import type { TextNode } from "../../../sdk/model/text-node.ts";
import type { TarEntry } from "../../util/archive.ts";
import { propertyMissing, wrongManifest } from "../errors.ts";
import type { PipelineRequest } from "../pipeline-request.ts";
import { withScratchFolder } from "../with-scratch-folder.ts";
import { fetchGitStep } from "./fetch-git-step.ts";
import { locateStep } from "./locate-step.ts";
import type { StepManifest } from "./manifest.ts";
import { readFolder } from "./read-folder.ts";
import { parseStepReference } from "./step-reference.ts";

/** A step that runs in the box's shell, with all that it needs there. */
export interface ShellStep {
  readonly kind: "shell";
  readonly node: ScriptStepNode | ExternalStepNode;
  /** Unique in the run; its folder in the box has this name. */
  readonly id: string;
  readonly owner: string;
  /** What the variables of its properties are named after. */
  readonly name: string;
  /** Paths relative to the step's folder. */
  readonly files: readonly TarEntry[];
  /** Names without `WERCKER_NAME_`, in order. */
  readonly properties: ReadonlyMap<string, TextNode>;
}

/** A step that builder carries out itself. */
export interface InternalStep {
  readonly kind: "internal";
  readonly node: InternalStepNode;
}

/** A step that can be run. */
export type ResolvedStep = ShellStep | InternalStep;

type ResolveOptions = Pick<PipelineRequest, "folder" | "environment" | "beginRun" | "signal">;

/** Finds what a step runs, before any container is started. Errors: `PIPELINE.UNKNOWN_STEP`, `PIPELINE.STEP_…`. */
export async function resolveStep(node: StepNode, options: ResolveOptions): Promise<ResolvedStep> {
  switch (node.kind) {
    case "internal-step":
      return { kind: "internal", node };
    case "script-step":
      return scriptStep(node);
    case "external-step":
      return externalStep(node, options);
  }
}

function scriptStep(node: ScriptStepNode): ShellStep {
  // It is read by the box's shell, whatever its first line says: that only keeps it from ending at the first failure (spec §2.3).
  const text = node.code.startsWith("#!") ? node.code : `set -e\n${node.code}`;
  const content = Buffer.from(text.endsWith("\n") ? text : `${text}\n`);
  const file: TarEntry = { path: "run.sh", type: "file", mode: 0o755, uid: 0, gid: 0, modifiedUnix: 0, content };
  return {
    kind: "shell",
    node,
    id: stepId("script"),
    owner: "wercker",
    name: "script",
    files: [file],
    properties: new Map(),
  };
}

async function externalStep(node: ExternalStepNode, options: ResolveOptions): Promise<ShellStep> {
  const reference = parseStepReference(node.reference);
  const files = await filesOf(node, options);
  const manifest = await manifestOf(node, files);
  const as = node.as === undefined ? undefined : parseStepReference(node.as);
  const found = as ?? reference;
  const name = found.kind === "named" ? found.name : (manifest.name ?? found.name);
  return {
    kind: "shell",
    node,
    id: stepId(name),
    owner: found.kind === "named" ? found.owner : "local",
    name,
    files,
    properties: propertiesOf(node, manifest),
  };
}

async function filesOf(node: ExternalStepNode, options: ResolveOptions): Promise<readonly TarEntry[]> {
  const place = await locateStep(node, options.folder);
  if (place.kind !== "git") return readFolder(place.path);
  return withScratchFolder(options, (clone) => fetchGitStep(node, place.reference, clone, options.signal));
}

async function manifestOf(node: ExternalStepNode, files: readonly TarEntry[]): Promise<StepManifest> {
  const { findManifest, ManifestProblem } = await import("./manifest.ts");
  try {
    return findManifest(files);
  } catch (error) {
    if (error instanceof ManifestProblem) throw wrongManifest(node, error.file, error.message);
    throw error;
  }
}

/** Those of the manifest with their defaults, then what was given; a given one wins. */
function propertiesOf(node: ExternalStepNode, manifest: StepManifest): ReadonlyMap<string, TextNode> {
  // `key-id` and `key_id` are one variable in the box.
  const given = new Map(Object.entries(node.properties).map(([name, value]) => [name.replaceAll("-", "_"), value]));
  const properties = new Map<string, TextNode>();
  for (const { name, default: value } of manifest.properties) properties.set(name.replaceAll("-", "_"), value ?? "");
  for (const [name, value] of given) properties.set(name, value);
  const missing = manifest.properties.filter(
    ({ name, required, default: value }) => required && !value && (given.get(name.replaceAll("-", "_")) ?? "") === "",
  );
  if (missing.length > 0)
    throw propertyMissing(
      node,
      missing.map(({ name }) => name),
    );
  return properties;
}

function stepId(name: string): string {
  return `${name.replace(/[^A-Za-z0-9_.-]+/g, "-")}-${randomUUID()}`;
}
