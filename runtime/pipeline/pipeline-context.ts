import { randomBytes } from "node:crypto";
import type { PipelineNode } from "../../sdk/model/pipeline-node.ts";
import { isSecretText, type TextNode } from "../../sdk/model/text-node.ts";
import type { BuildEvent } from "../report/events.ts";
import { hostEnvironment } from "./host-environment.ts";
import type { PipelineRequest } from "./pipeline-request.ts";
import { pipelineVariables } from "./pipeline-variables.ts";
import { readSecrets, type Secrets } from "./secrets.ts";
import { interpolate } from "./text/interpolate.ts";
import { createMask, type Mask } from "./text/mask.ts";
import type { Variables } from "./variables.ts";

/** One run of one pipeline: what all that happens in it shares. */
export interface PipelineContext {
  readonly request: PipelineRequest;
  readonly pipeline: PipelineNode;
  /** Of this run of this pipeline: 24 hexadecimal digits. */
  readonly runId: string;
  /** Of the process, on everything that the engine gets. */
  readonly ownerId: string;
  readonly variables: Variables;
  readonly secrets: Secrets;
  readonly mask: Mask;
  /** The source: the project, or the output of another pipeline. */
  readonly sourceFolder: string;
  /** Tells an event, with secrets hidden. */
  readonly emit: (event: BuildEvent) => void;
  /** A text with `$NAME` replaced, or the value of a secret, as it is. */
  readonly text: (value: TextNode) => string;
}

/** Errors: `PIPELINE.SECRET_MISSING`, `PIPELINE.ENVIRONMENT_FILE`. */
export async function createPipelineContext(
  request: PipelineRequest,
  pipeline: PipelineNode,
  sourceFolder: string,
  runId = randomBytes(12).toString("hex"),
): Promise<PipelineContext> {
  const { environment, folder, options } = request;
  const host = await hostEnvironment(environment, folder, options.environmentFile);
  const secrets = readSecrets(pipeline, host);
  const mask = createMask();
  for (const value of secrets.values()) mask.add(value);
  const facts = { pipeline, project: request.project, user: request.user, runId, host, target: options.target };
  const variables = pipelineVariables({ ...facts, git: await request.gitFacts() }, mask.add);
  const text = (value: TextNode): string =>
    isSecretText(value) ? secrets.value(value.name) : interpolate(value, variables.lookUp);
  for (const [name, value] of Object.entries(pipeline.env)) {
    if (isSecretText(value)) variables.set(name, secrets.value(value.name), { literal: true, hidden: true });
    else variables.set(name, value);
  }
  return {
    request,
    pipeline,
    runId,
    ownerId: await request.beginRun(),
    variables,
    secrets,
    mask,
    sourceFolder,
    emit: (event) => request.onEvent(hideSecrets(event, mask)),
    text,
  };
}

/** Only what a box says can hold a value that was not put there by builder. */
function hideSecrets(event: BuildEvent, mask: Mask): BuildEvent {
  if (event.kind === "step-output") return { ...event, lines: mask.lines(event.lines) };
  if (event.kind === "step-finished" && event.result.message !== undefined) {
    return { ...event, result: { ...event.result, message: mask.text(event.result.message) } };
  }
  return event;
}
