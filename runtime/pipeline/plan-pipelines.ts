import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { BoxNode, PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { StepNode } from "../../sdk/model/step-node.ts";
import type { WorkflowNode } from "../../sdk/model/workflow-node.ts";
import type { PipelinePlan, PlannedContainer, PlannedStep } from "../report/events.ts";
import { chosenSteps } from "./chosen-steps.ts";
import { nextRun } from "./next-run.ts";
import type { PipelineOptions } from "./pipeline-request.ts";

type PlanOptions = Pick<PipelineOptions, "target" | "checkpoint">;

/** What a run of pipelines and workflows would do, in its order, as long as all passes. Needs no engine and no secrets. */
export function planPipelines(
  { pipelines, workflows }: BuildGraph,
  targets: readonly string[],
  options: PlanOptions,
): readonly PipelinePlan[] {
  return targets.flatMap((target) => {
    const workflow = workflows.find(({ name }) => name === target);
    if (workflow !== undefined) return planWorkflow(pipelines, workflow, options);
    return pipelines.filter(({ name }) => name === target).map((pipeline) => planPipeline(pipeline, options));
  });
}

function planWorkflow(
  pipelines: readonly PipelineNode[],
  workflow: WorkflowNode,
  options: PlanOptions,
): readonly PipelinePlan[] {
  const plans: PipelinePlan[] = [];
  const done = new Set<string>();
  for (let run = nextRun(workflow, done); run !== undefined; run = nextRun(workflow, done)) {
    const { name, requires, target = options.target, pipeline: wanted } = run;
    done.add(name);
    const pipeline = pipelines.find((each) => each.name === wanted);
    if (pipeline === undefined) continue;
    const chosen = { ...options, ...(target === undefined ? {} : { target }) };
    plans.push({ ...planPipeline(pipeline, chosen), run: name, requires });
  }
  return plans;
}

function planPipeline(pipeline: PipelineNode, options: PlanOptions): PipelinePlan {
  const { name, mode, box, services, targets, afterSteps } = pipeline;
  const { target } = options;
  return {
    name,
    mode,
    ...(target !== undefined && target in targets ? { target } : {}),
    ...(box === undefined ? {} : { box: planContainer(box) }),
    services: services.map(({ name: service, container }) => ({ name: service, ...planContainer(container) })),
    steps: chosenSteps(pipeline, options).map(planStep),
    afterSteps: afterSteps.map(planStep),
  };
}

function planContainer({ image }: BoxNode): PlannedContainer {
  return image.kind === "image" ? { image: image.image } : { reference: image.reference };
}

function planStep(step: StepNode): PlannedStep {
  const { name, checkpoint } = step;
  const kept = checkpoint === undefined ? {} : { checkpoint };
  switch (step.kind) {
    case "script-step":
      return { name, kind: "script", ...kept };
    case "external-step":
      return { name, kind: "step", reference: step.reference, ...kept };
    case "internal-step":
      return { name, kind: "internal", reference: `internal/${step.step}`, ...kept };
  }
}
