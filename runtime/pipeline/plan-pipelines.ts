import type { BuildGraph } from "../../sdk/model/build-graph.ts";
import type { BoxNode, PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { StepNode } from "../../sdk/model/step-node.ts";
import type { WorkflowNode } from "../../sdk/model/workflow-node.ts";
import type { PipelinePlan, PlannedContainer, PlannedStep } from "../report/events.ts";
import { chosenSteps } from "./chosen-steps.ts";
import { nextRun } from "./next-run.ts";
import type { PipelineOptions } from "./pipeline-request.ts";
import { locateStep } from "./steps/locate-step.ts";

interface PlanOptions extends Pick<PipelineOptions, "target" | "checkpoint"> {
  /** Absolute path of the folder of build.ts. */
  readonly folder: string;
}

/**
 * What a run of pipelines and workflows would do, in its order, as long as all passes. Needs no engine and no secrets, and fetches
 * nothing. Errors: `PIPELINE.UNKNOWN_STEP`, `PIPELINE.STEP_FOLDER`.
 */
export async function planPipelines(
  { pipelines, workflows }: BuildGraph,
  targets: readonly string[],
  options: PlanOptions,
): Promise<readonly PipelinePlan[]> {
  const plans = targets.flatMap((target) => {
    const workflow = workflows.find(({ name }) => name === target);
    if (workflow !== undefined) return planWorkflow(pipelines, workflow, options);
    return pipelines.filter(({ name }) => name === target).map((pipeline) => planPipeline(pipeline, options));
  });
  return Promise.all(plans);
}

function planWorkflow(
  pipelines: readonly PipelineNode[],
  workflow: WorkflowNode,
  options: PlanOptions,
): readonly Promise<PipelinePlan>[] {
  const plans: Promise<PipelinePlan>[] = [];
  const done = new Set<string>();
  for (let run = nextRun(workflow, done); run !== undefined; run = nextRun(workflow, done)) {
    const { name, requires, target = options.target, pipeline: wanted } = run;
    done.add(name);
    const pipeline = pipelines.find((each) => each.name === wanted);
    if (pipeline === undefined) continue;
    const chosen = { ...options, ...(target === undefined ? {} : { target }) };
    plans.push(planPipeline(pipeline, chosen).then((plan) => ({ ...plan, run: name, requires })));
  }
  return plans;
}

async function planPipeline(pipeline: PipelineNode, options: PlanOptions): Promise<PipelinePlan> {
  const { name, mode, box, services, targets, afterSteps } = pipeline;
  const { target, folder } = options;
  const planned = (steps: readonly StepNode[]) => Promise.all(steps.map((step) => planStep(step, folder)));
  return {
    name,
    mode,
    ...(target !== undefined && target in targets ? { target } : {}),
    ...(box === undefined ? {} : { box: planContainer(box) }),
    services: services.map(({ name: service, container }) => ({ name: service, ...planContainer(container) })),
    steps: await planned(chosenSteps(pipeline, options)),
    afterSteps: await planned(afterSteps),
  };
}

function planContainer({ image }: BoxNode): PlannedContainer {
  return image.kind === "image" ? { image: image.image } : { reference: image.reference };
}

async function planStep(step: StepNode, folder: string): Promise<PlannedStep> {
  const { name, checkpoint } = step;
  const kept = checkpoint === undefined ? {} : { checkpoint };
  switch (step.kind) {
    case "script-step":
      return { name, kind: "script", ...kept };
    case "external-step": {
      const { kind: from } = await locateStep(step, folder);
      return { name, kind: "step", reference: step.reference, from, ...kept };
    }
    case "internal-step":
      return { name, kind: "internal", reference: `internal/${step.step}`, ...kept };
  }
}
