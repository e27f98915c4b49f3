import {
  allSteps,
  createPipelineNode,
  type PipelineMode,
  type PipelineNode,
} from "../../../../sdk/model/pipeline-node.ts";
import type { StepNode } from "../../../../sdk/model/step-node.ts";
import type { WerckerPipeline, WerckerStep } from "../wercker-file.ts";
import { type Defaults, toPipelineBox } from "./defaults.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";
import { toServiceNode } from "./service-node.ts";
import { toStepNode } from "./step-node.ts";

/** A pipeline with what the file says for all of them; undefined where it cannot run and is not meant to. */
export function toPipelineNode(
  pipeline: WerckerPipeline,
  name: string,
  defaults: Defaults,
  scope: Scope,
): PipelineNode | undefined {
  const { origin, docker, basePath } = pipeline;
  const inner = (path: string): Scope => ({ ...scope, path: `${scope.path}.${path}` });
  const box = pipeline.box === undefined ? defaults.box : toPipelineBox(pipeline.box, inner("box"));
  if (box === undefined) return withoutBox(pipeline, scope);
  if (name !== pipeline.name) note(scope, "approximated", undefined, `is called ${name} here`, origin);
  const node = createPipelineNode({
    name,
    mode: modeOf(pipeline, scope),
    box,
    services:
      pipeline.services?.map((service, index) => toServiceNode(service, inner(`services[${index}]`))) ??
      defaults.services,
    env: {},
    steps: toSteps(pipeline.steps, inner("steps")),
    afterSteps: toSteps(pipeline.afterSteps, inner("after-steps")),
    targets: Object.fromEntries(
      [...pipeline.targets].map(([target, steps]) => [target, toSteps(steps, inner(target))]),
    ),
    docker,
    ...(basePath === undefined || basePath.value === "" ? {} : { basePath: basePath.value }),
    ...defaults.settings,
    origin,
  });
  noteBuildContext(node, scope);
  note(scope, "translated", undefined, summaryOf(node), origin);
  return node;
}

/** wercker always took its own folder, where the source is not when there is a base path. */
function noteBuildContext(node: PipelineNode, scope: Scope): void {
  if (node.basePath === undefined) return;
  for (const step of allSteps(node)) {
    if (step.kind !== "internal-step" || step.step !== "docker-build" || step.origin === undefined) continue;
    const message = `docker-build takes ${node.basePath}, where the source is; wercker took /pipeline/source, which is empty then`;
    note(scope, "approximated", "base-path", message, step.origin);
  }
}

function withoutBox({ name, isHelper, origin }: WerckerPipeline, scope: Scope): undefined {
  if (isHelper) {
    note(scope, "left-out", undefined, "serves others through its anchor alone; without a box it cannot run", origin);
    return undefined;
  }
  scope.findings.error({
    code: "WERCKER.NO_BOX",
    message: `No box definition found: neither the pipeline ${name} nor the file has one`,
    why: "The steps need a container to run in.",
    next: ["Name an image at the top of the file: box: debian:bookworm-slim"],
    where: [origin],
  });
  return undefined;
}

/** `wercker build` and `wercker deploy` gave different variables; the file does not say which is meant, its names do. */
function modeOf({ name, origin }: WerckerPipeline, scope: Scope): PipelineMode {
  if (!/^deploy(?:$|[^a-z])/i.test(name)) return "build";
  if (name !== "deploy") {
    note(scope, "approximated", undefined, 'is taken for a deployment because of its name: { mode: "deploy" }', origin);
  }
  return "deploy";
}

function toSteps(steps: readonly WerckerStep[], scope: Scope): readonly StepNode[] {
  return steps.flatMap((step, index) => toStepNode(step, { ...scope, path: `${scope.path}[${index}]` }) ?? []);
}

function summaryOf({ steps, afterSteps, targets, services }: PipelineNode): string {
  const counts = [
    count(steps.length, "step"),
    ...(afterSteps.length === 0 ? [] : [count(afterSteps.length, "after-step")]),
    ...(services.length === 0 ? [] : [count(services.length, "service")]),
    ...Object.keys(targets).map((target) => `target ${target}`),
  ];
  return `pipeline with ${counts.join(", ")}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
