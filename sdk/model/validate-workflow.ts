import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { PipelineNode } from "./pipeline-node.ts";
import type { WorkflowNode, WorkflowRunNode } from "./workflow-node.ts";

/** What is wrong with a workflow; wercker's rules, in its order (spec §1.8). */
export function validateWorkflow(workflow: WorkflowNode, pipelines: readonly PipelineNode[]): readonly Diagnostic[] {
  const finding = firstFinding(workflow, pipelines);
  if (finding === undefined) return [];
  return [
    {
      code: "GRAPH.WORKFLOW",
      message: `Invalid workflow ${workflow.name}: ${finding.text}`,
      where: originsOf(...(finding.runs.length === 0 ? [workflow] : finding.runs)),
    },
  ];
}

interface Finding {
  readonly text: string;
  readonly runs: readonly WorkflowRunNode[];
}

function firstFinding({ runs }: WorkflowNode, pipelines: readonly PipelineNode[]): Finding | undefined {
  return (
    duplicate(runs) ?? undefinedPipeline(runs, pipelines) ?? unknownRequirement(runs) ?? wrongRoots(runs) ?? cycle(runs)
  );
}

function duplicate(runs: readonly WorkflowRunNode[]): Finding | undefined {
  const run = runs.find(({ name }, index) => runs.findIndex((other) => other.name === name) < index);
  if (run === undefined) return undefined;
  return { text: `duplicate pipeline ${run.name}`, runs: runs.filter(({ name }) => name === run.name) };
}

function undefinedPipeline(runs: readonly WorkflowRunNode[], pipelines: readonly PipelineNode[]): Finding | undefined {
  const run = runs.find(({ pipeline }) => !pipelines.some(({ name }) => name === pipeline));
  return run === undefined ? undefined : { text: `pipeline ${run.pipeline} is not defined`, runs: [run] };
}

function unknownRequirement(runs: readonly WorkflowRunNode[]): Finding | undefined {
  for (const run of runs) {
    const wanted = [...run.requires, ...(run.artifactsOf === undefined ? [] : [run.artifactsOf])];
    const unknown = wanted.find((required) => !runs.some(({ name }) => name === required));
    if (unknown !== undefined) return { text: `no pipeline ${unknown} required by ${run.name}`, runs: [run] };
  }
  return undefined;
}

function wrongRoots(runs: readonly WorkflowRunNode[]): Finding | undefined {
  const roots = runs.filter(({ requires }) => requires.length === 0);
  if (roots.length === 0) return { text: "no root pipeline", runs: [] };
  if (roots.length === 1) return undefined;
  return { text: `multiple root pipelines: ${roots.map(({ name }) => name).join(", ")}`, runs: roots };
}

/** Along the requirements from any run; a run that nothing leads to cannot be in a circle. */
function cycle(runs: readonly WorkflowRunNode[]): Finding | undefined {
  const byName = new Map(runs.map((run) => [run.name, run]));
  const follow = (run: WorkflowRunNode, path: readonly WorkflowRunNode[]): readonly WorkflowRunNode[] | undefined => {
    if (path.includes(run)) return [...path.slice(path.indexOf(run)), run];
    for (const name of run.requires) {
      const required = byName.get(name);
      const found = required === undefined ? undefined : follow(required, [...path, run]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const run of runs) {
    const circle = follow(run, []);
    if (circle === undefined) continue;
    // Requirements point backwards; people read in the order of the runs.
    const names = circle.map(({ name }) => name).reverse();
    return { text: `contains cycle ${names.join(" -> ")}`, runs: circle.slice(1) };
  }
  return undefined;
}
