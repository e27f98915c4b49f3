import { countText } from "./count-text.ts";
import type { PipelinePlan, PlannedContainer, PlannedStep } from "./events.ts";
import type { Style } from "./style.ts";

/** A pipeline that would be run, with what is started and run in it, in its order. */
export function pipelinePlanLines(plan: PipelinePlan, { paint, glyphs }: Style): readonly string[] {
  const { name, run, requires = [], target, box, services, steps, afterSteps } = plan;
  const about = [
    ...(run === undefined || run === name ? [] : [`runs ${name}`]),
    ...(requires.length === 0 ? [] : [`after ${requires.join(", ")}`]),
    ...(target === undefined ? [] : [`target ${target}`]),
  ];
  const row = (kind: string, text: string, more = ""): string =>
    `  ${kind.padEnd(7)}  ${text}${more === "" || more === text ? "" : `  ${paint("dim", more)}`}`;
  const from = (container: PlannedContainer): string =>
    "image" in container ? `${glyphs.image} image ${container.image}` : container.reference;
  const stepRow = (kind: string, { name: step, reference = "", from: place, checkpoint }: PlannedStep): string => {
    const about = [
      ...(reference === "" || reference === step ? [] : [reference]),
      ...(place === undefined ? [] : [placeTexts[place]]),
      ...(checkpoint === undefined ? [] : [`keeps ${checkpoint}`]),
    ];
    return row(kind, step, about.join(", "));
  };
  return [
    `pipeline ${paint("bold", run ?? name)}${about.length === 0 ? "" : `  ${paint("dim", about.join(", "))}`}`,
    ...(box === undefined ? [] : [row("box", from(box))]),
    ...services.map((service) => row("service", service.name, from(service))),
    ...steps.map((step) => stepRow("step", step)),
    ...afterSteps.map((step) => stepRow("after", step)),
    "",
  ];
}

const placeTexts = { "built-in": "built in", local: "local", git: "from git" } as const;

/** `To run: 3 steps and 1 after-step of 2 pipelines.` */
export function pipelinePlanTotal(plans: readonly PipelinePlan[]): string {
  const count = (of: (plan: PipelinePlan) => readonly PlannedStep[]): number => plans.flatMap(of).length;
  const steps = countText(
    count((plan) => plan.steps),
    "step",
  );
  const after = count((plan) => plan.afterSteps);
  const also = after === 0 ? "" : ` and ${countText(after, "after-step")}`;
  return `To run: ${steps}${also} of ${countText(plans.length, "pipeline")}.`;
}
