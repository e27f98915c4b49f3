import { Bug } from "../../../sdk/errors/bug.ts";
import type { PipelineNode } from "../../../sdk/model/pipeline-node.ts";
import { isSecretText } from "../../../sdk/model/text-node.ts";
import type { Box, BoxSpec } from "../../engine/boxes.ts";
import { checkpointImage } from "../checkpoints.ts";
import { basePathOf } from "../guest-paths.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import type { PipelineRequest } from "../pipeline-request.ts";
import { resolveBoxImage } from "./box-image.ts";
import { boxMounts, boxPorts, commandLine } from "./box-options.ts";
import { linkVariables, type RunningService } from "./link-variables.ts";

/** What a box is made for. */
export interface BoxPurpose {
  readonly services: readonly RunningService[];
  readonly network: string | undefined;
}

/** bash where the image has it, sh elsewhere: wercker's command, on whose form steps rely (`$0`, spec §3.4). */
const defaultCommand = ["/bin/sh", "-c", "if [ -e /bin/bash ]; then /bin/bash; else /bin/sh; fi"];

/** Followed by the run's id: wercker's name of a box. */
export const boxNamePrefix = "wercker-pipeline-";

/** What the box of a pipeline is found by. */
export function boxSubject({ project }: PipelineRequest, pipeline: PipelineNode): string {
  return `${project}/${pipeline.name}`;
}

/** Creates the box of a pipeline, and removes it when the work is done. It is not started. */
export async function withBox<T>(
  context: PipelineContext,
  purpose: BoxPurpose,
  use: (box: Box) => Promise<T>,
): Promise<T> {
  const { boxes, signal } = context.request;
  const spec = await boxSpec(context, purpose);
  setVariables(context, purpose);
  return boxes.withBox(spec, use, signal);
}

async function boxSpec(context: PipelineContext, { network }: BoxPurpose): Promise<BoxSpec> {
  const { pipeline, request } = context;
  const { box } = pipeline;
  if (box === undefined) throw new Bug(`pipeline ${pipeline.name} has no box`);
  const { options } = request;
  const checkpoint = options.checkpoint === undefined ? undefined : await checkpointImage(context, options.checkpoint);
  const plain = Object.entries(box.env).filter(([, value]) => !isSecretText(value));
  const mounted = { source: context.sourceFolder, target: basePathOf(pipeline), readOnly: false };
  const published = options.publish ?? [];
  return {
    image: checkpoint ?? (await resolveBoxImage(context, box, pipeline.name)),
    runId: context.ownerId,
    name: `${boxNamePrefix}${context.runId}`,
    subject: boxSubject(request, pipeline),
    keep: options.keepBox ?? false,
    cmd: defaultCommand,
    ...commandLine("cmd", box),
    ...commandLine("entrypoint", box),
    env: Object.fromEntries(plain.map(([name, value]) => [name.toUpperCase(), context.text(value)])),
    // They are exported in the shell.
    secretEnv: {},
    mounts: [...boxMounts(context, box), ...(options.directMount ? [mounted] : [])],
    ...(published.length > 0
      ? boxPorts(context, published, true)
      : boxPorts(context, box.ports, options.exposePorts ?? false)),
    ...(network === undefined ? {} : { network: { name: network, aliases: [] } }),
    engineAccess: pipeline.docker,
    interactive: true,
    tools: false,
  };
}

/**
 * What the shell of a box is told besides. How to reach services is no part of the container, as it was in wercker: images that are made
 * of it would carry it on (spec §6.2, 7).
 */
function setVariables(context: PipelineContext, { services, network }: BoxPurpose): void {
  const { pipeline, variables, secrets } = context;
  for (const [name, value] of Object.entries(pipeline.box?.env ?? {})) {
    if (!isSecretText(value)) continue;
    variables.set(name.toUpperCase(), secrets.value(value.name), { literal: true, hidden: true });
  }
  for (const service of services) {
    for (const [name, value] of Object.entries(linkVariables(service, context.runId))) {
      variables.set(name, value, { literal: true });
    }
  }
  if (!pipeline.docker) return;
  variables.set("DOCKER_HOST", context.request.boxes.address, { literal: true });
  variables.set("DOCKER_NETWORK_NAME", network ?? "", { literal: true });
}
