import type { BoxNode, PipelineNode, ServiceNode } from "../../../sdk/model/pipeline-node.ts";
import type { StepNode } from "../../../sdk/model/step-node.ts";
import type { TextNode } from "../../../sdk/model/text-node.ts";
import { append, type Code, call, commented, literal, record } from "./code.ts";
import { type EmitContext, oneOrMany } from "./emit-context.ts";
import { emitCommandLine, emitPorts } from "./emit-docker-instructions.ts";
import { emitDuration } from "./emit-duration.ts";
import { emitStep } from "./emit-step.ts";
import { emitText, emitTexts } from "./emit-text.ts";

/** `pipeline("test").box("node:22").step(…)` */
export function emitPipeline(node: PipelineNode, context: EmitContext): Code {
  const mode = node.mode === "build" ? [] : [record({ mode: literal(node.mode) })];
  const parts = [
    ...(node.box === undefined ? [] : [context.part(node.box)]),
    ...node.services.map(context.part),
    ...(Object.keys(node.env).length === 0 ? [] : [call("env", emitTexts(node.env, context))]),
    ...emitFolders(node, context),
    ...(node.docker ? [call("docker")] : []),
    ...emitTimeouts(node),
    ...emitSteps("step", [], node.steps, context),
    ...Object.entries(node.targets).flatMap(([target, steps]) =>
      steps.length === 0
        ? [call("target", context.text(target))]
        : emitSteps("target", [context.text(target)], steps, context),
    ),
    ...emitSteps("afterStep", [], node.afterSteps, context),
  ];
  return parts.reduce<Code>(append, call("pipeline", context.text(node.name), ...mode));
}

/** `.box("node:22", { env: { CI: "true" } })` */
export function emitBox(box: BoxNode, context: EmitContext): Code {
  const options = record(boxOptions(box, context));
  return call("box", emitBoxImage(box, context), ...(options.members.length === 0 ? [] : [options]));
}

/** `.service("postgres:16", { name: "db" })` */
export function emitService({ name, container, readyTimeoutMs }: ServiceNode, context: EmitContext): Code {
  const options = record({
    name: name === defaultAlias(container) ? undefined : context.text(name),
    ...boxOptions(container, context),
    readyTimeout: readyTimeoutMs === defaultReadyTimeoutMs ? undefined : emitDuration(readyTimeoutMs),
  });
  return call("service", emitBoxImage(container, context), ...(options.members.length === 0 ? [] : [options]));
}

const defaultReadyTimeoutMs = 60_000;

/** `.box("node:22", { env: { CI: "true" } })` */
export function emitBoxImage({ image }: BoxNode, context: EmitContext): Code {
  return image.kind === "image" ? context.image(image.image) : context.text(image.reference);
}

function boxOptions(box: BoxNode, context: EmitContext): Readonly<Record<string, Code | undefined>> {
  const credentials = Object.entries(box.credentials).map(([name, value]): [string, Code | undefined] => [
    name,
    optionalTextNode(value, context),
  ]);
  return {
    cmd: emitCommandLine(box.cmd, context),
    entrypoint: emitCommandLine(box.entrypoint, context),
    env: Object.keys(box.env).length === 0 ? undefined : emitTexts(box.env, context),
    ports: emitPorts(box.ports, context),
    volumes: oneOrMany(box.volumes, context),
    ...Object.fromEntries(credentials),
  };
}

function optionalTextNode(value: TextNode | undefined, context: EmitContext): Code | undefined {
  return value === undefined ? undefined : emitText(value, context);
}

/** The name that a service gets where none is given: what comes last in that of its image. */
function defaultAlias({ image }: BoxNode): string {
  const name = image.kind === "image" ? image.image : image.reference.replace(/@.*$/, "");
  return name.slice(name.lastIndexOf("/") + 1).replace(/:.*$/, "");
}

function emitFolders(node: PipelineNode, { text }: EmitContext): readonly Code[] {
  const setting = (name: "basePath" | "sourceDir" | "ignoreFile") => {
    const value = node[name];
    return value === undefined ? [] : [call(name, text(value))];
  };
  return [...setting("basePath"), ...setting("sourceDir"), ...setting("ignoreFile")];
}

function emitTimeouts({ commandTimeoutMs, noResponseTimeoutMs }: PipelineNode): readonly Code[] {
  const limits = record({
    command: commandTimeoutMs === undefined ? undefined : emitDuration(commandTimeoutMs),
    noResponse: noResponseTimeoutMs === undefined ? undefined : emitDuration(noResponseTimeoutMs),
  });
  return limits.members.length === 0 ? [] : [call("timeouts", limits)];
}

/** One call for each step: a step with its comments is read more easily than one of many arguments. */
function emitSteps(
  method: "step" | "target" | "afterStep",
  before: readonly Code[],
  steps: readonly StepNode[],
  context: EmitContext,
): readonly Code[] {
  return steps.map((step) => commented(context.comments(step), call(method, ...before, emitStep(step, context))));
}
