import { optionalString, requireOptions, requireString } from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { undefinedReference, wrongArgument } from "./errors.ts";
import { createWorkflowNode, type WorkflowNode, type WorkflowRunNode } from "./model/workflow-node.ts";
import type { OneOrMany } from "./one-or-many.ts";
import type { Pipeline } from "./pipeline.ts";

/** How a pipeline takes part in a workflow. */
export interface WorkflowRunOptions {
  /**
   * Its name in the workflow, which is free where a pipeline takes part twice.
   * @default the pipeline's name
   */
  readonly name?: string;
  /** What must have passed before: pipelines, or names of runs. The first run requires nothing. */
  readonly requires?: OneOrMany<Pipeline | string>;
  /** Of several that are required, the one whose output is the source; without it, each is a folder of the source. */
  readonly artifactsOf?: Pipeline | string;
  /** Deploy target of the pipeline. */
  readonly target?: string;
  /** File of variables, relative to build.ts, in place of the usual one. */
  readonly envFile?: string;
}

/** Pipelines that depend on each other. Made by {@link workflow}. Immutable: every method returns a new value. */
export class Workflow implements BuilderValue<WorkflowNode> {
  readonly #node: WorkflowNode;
  readonly #references: readonly BuilderValue[];

  /** @internal */
  constructor(node: WorkflowNode, references: readonly BuilderValue[]) {
    this.#node = node;
    this.#references = references;
    Object.freeze(this);
  }

  /** The description as plain frozen data. */
  toNode(): WorkflowNode {
    return this.#node;
  }

  /** The pipelines that take part. */
  references(): readonly BuilderValue[] {
    return this.#references;
  }

  /**
   * Adds a pipeline. Its source is the output of what it requires, as in wercker: `$WERCKER_OUTPUT_DIR`, or the whole source where that
   * is empty.
   *
   * @param pipeline - A pipeline of this build.ts.
   * @param options - What must have passed before.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`, `SDK.UNDEFINED_REFERENCE`
   *
   * @example
   * ```ts
   * import { pipeline, script, workflow } from "builder";
   *
   * const build = pipeline("build").box("node:22").step(script("build", "npm run build"));
   * const deploy = pipeline("deploy", { mode: "deploy" }).box("node:22").step(script("upload", "./upload.sh"));
   *
   * export const release = workflow("release").run(build).run(deploy, { requires: build });
   * ```
   */
  run(pipeline: Pipeline, options: WorkflowRunOptions = {}): Workflow {
    const origin = callSite(this.run);
    const known = ["name", "requires", "artifactsOf", "target", "envFile"];
    const given = requireOptions(options, known, "run(pipeline, options)", origin);
    const name = pipelineName(pipeline, "run(pipeline)", origin);
    const requires =
      given.requires === undefined ? [] : Array.isArray(given.requires) ? given.requires : [given.requires];
    const run: WorkflowRunNode = {
      name: optionalString(given.name, "run({ name })", origin) ?? name,
      pipeline: name,
      requires: requires.map((required: unknown) => runName(required, "run({ requires })", origin)),
      ...(given.artifactsOf === undefined
        ? {}
        : { artifactsOf: runName(given.artifactsOf, "run({ artifactsOf })", origin) }),
      ...optional("target", given.target, origin),
      ...optional("envFile", given.envFile, origin),
      ...(origin === undefined ? {} : { origin }),
    };
    const node = createWorkflowNode({ ...this.#node, runs: [...this.#node.runs, run] });
    return new Workflow(node, [...new Set([...this.#references, pipeline])]);
  }
}

/**
 * Defines a workflow: pipelines that run one after the other, each when what it requires has passed. Run it with
 * `builder run build.ts NAME`.
 *
 * @param name - Letters, digits and `. _ - + /` between them, at most 100 characters, once in a build.ts.
 * @throws BuilderError `SDK.WRONG_ARGUMENT`
 *
 * @example
 * ```ts
 * import { pipeline, script, workflow } from "builder";
 *
 * const test = pipeline("test").box("node:22").step(script("unit", "npm test"));
 * const lint = pipeline("lint").box("node:22").step(script("lint", "npm run lint"));
 *
 * export const ci = workflow("ci").run(test).run(lint, { requires: test });
 * ```
 */
export function workflow(name: string): Workflow {
  const origin = callSite(workflow);
  const node = createWorkflowNode({
    name: requireString(name, "workflow(name)", origin),
    runs: [],
    ...(origin === undefined ? {} : { origin }),
  });
  return new Workflow(node, []);
}

function runName(value: unknown, what: string, origin: Origin | undefined): string {
  return typeof value === "string" ? value : pipelineName(value, what, origin);
}

/** By shape and not by class: it may come from another copy of the SDK. */
function pipelineName(value: unknown, what: string, origin: Origin | undefined): string {
  if (value === undefined) throw undefinedReference(what, origin);
  const node = isValue(value) ? value.toNode() : undefined;
  if (node?.kind !== "pipeline") throw wrongArgument(what, "a value made by pipeline()", value, origin);
  return node.name;
}

function isValue(value: unknown): value is BuilderValue {
  return typeof value === "object" && value !== null && "toNode" in value && typeof value.toNode === "function";
}

function optional(
  option: "target" | "envFile",
  value: unknown,
  origin: Origin | undefined,
): { readonly target?: string; readonly envFile?: string } {
  const text = optionalString(value, `run({ ${option} })`, origin);
  return text === undefined ? {} : { [option]: text };
}
