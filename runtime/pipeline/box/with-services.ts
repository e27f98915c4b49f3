import type { ServiceNode } from "../../../sdk/model/pipeline-node.ts";
import { isSecretText } from "../../../sdk/model/text-node.ts";
import type { Box, BoxSpec } from "../../engine/boxes.ts";
import { createLastLines } from "../../stages/last-lines.ts";
import { createLineSplitter } from "../../util/line-splitter.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { referenceOf, resolveBoxImage } from "./box-image.ts";
import { boxMounts, boxPorts, commandLine } from "./box-options.ts";
import { linkVariables, type RunningService } from "./link-variables.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

/** What a failing service last said, for the message. */
const keptLines = 20;

/** Starts the services one after the other, each when the one before is ready, and removes them when the work is done. */
export async function withServices<T>(
  context: PipelineContext,
  network: string | undefined,
  use: (services: readonly RunningService[]) => Promise<T>,
): Promise<T> {
  const start = async (waiting: readonly ServiceNode[], running: readonly RunningService[]): Promise<T> => {
    const [service, ...others] = waiting;
    if (service === undefined) return use(running);
    return withService(context, service, network ?? "", running, (started) => start(others, [...running, started]));
  };
  return start(context.pipeline.services, []);
}

async function withService<T>(
  context: PipelineContext,
  service: ServiceNode,
  network: string,
  earlier: readonly RunningService[],
  use: (service: RunningService) => Promise<T>,
): Promise<T> {
  const { request, pipeline } = context;
  const { signal } = request;
  const spec = await serviceSpec(context, service, network, earlier);
  const startedMs = performance.now();
  const event = { pipeline: pipeline.name, service: service.name };
  return request.boxes.withBox(
    spec,
    async (box) => {
      context.emit({ kind: "service-started", ...event, reference: referenceOf(context, service.container) });
      const lastLines = await startQuietly(context, box);
      await waitUntilReady(service, box, lastLines, signal);
      context.emit({ kind: "service-ready", ...event, durationMs: performance.now() - startedMs });
      return use({ name: service.name, state: await box.state(), secretEnv: ownSecrets(context, service) });
    },
    signal,
  );
}

async function serviceSpec(
  context: PipelineContext,
  service: ServiceNode,
  network: string,
  earlier: readonly RunningService[],
): Promise<BoxSpec> {
  const { container } = service;
  const links = earlier.map((other) => linkVariables(other, context.runId));
  const plain = Object.entries(container.env).filter(([, value]) => !isSecretText(value));
  return {
    image: await resolveBoxImage(context, container, `${context.pipeline.name}/${service.name}`),
    runId: context.ownerId,
    name: `wercker-service-${service.name.replace(/[^A-Za-z0-9_.-]/g, "-")}-${context.runId}`,
    ...commandLine("cmd", container),
    ...commandLine("entrypoint", container),
    // What earlier services are called with may hold their secrets.
    env: Object.fromEntries(plain.map(([name, value]) => [name.toUpperCase(), context.text(value)])),
    secretEnv: { ...Object.assign({}, ...links), ...ownSecrets(context, service) },
    mounts: boxMounts(context, container),
    ...boxPorts(context, container.ports, context.request.options.exposePorts ?? false),
    network: { name: network, aliases: [service.name] },
    engineAccess: false,
    interactive: false,
    tools: true,
  };
}

function ownSecrets(context: PipelineContext, { container }: ServiceNode): Readonly<Record<string, string>> {
  const secrets = Object.entries(container.env).filter(([, value]) => isSecretText(value));
  return Object.fromEntries(secrets.map(([name, value]) => [name.toUpperCase(), context.text(value)]));
}

/** Its output is nobody's concern until it fails. */
async function startQuietly(context: PipelineContext, box: Box): Promise<() => readonly string[]> {
  const lastLines = createLastLines(keptLines);
  const lines = createLineSplitter((line) => lastLines.add(line));
  const connection = await box.start((_stream, bytes) => lines.write(bytes));
  // An engine that is lost fails the box, too.
  connection.ended.then(() => lines.end()).catch(() => {});
  return () => context.mask.lines(lastLines.all());
}
