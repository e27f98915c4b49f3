import { createBoxNode, credentialNames } from "../../../sdk/model/pipeline-node.ts";
import { isSecretText } from "../../../sdk/model/text-node.ts";
import type { Box, BoxSpec } from "../../engine/boxes.ts";
import type { ImageId } from "../../engine/engine.ts";
import { resolveBoxImage } from "../box/box-image.ts";
import { boxPorts } from "../box/box-options.ts";
import { wrongProperty } from "./errors.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";
import { runImageName } from "./run-image-name.ts";
import { readProperties, type StepProperties } from "./step-properties.ts";

/** Starts a container on the pipeline's network; it runs until `docker-kill` or the end of the pipeline (spec §4.7). */
export async function dockerRun(request: InternalStepRequest): Promise<InternalStepResult> {
  const { context, node, defer, containers, onLines } = request;
  const { boxes, signal } = context.request;
  const properties = readProperties(node, context);
  const name = properties.text("name") ?? "";
  if (name === "") throw wrongProperty(node, "name", '"name" is a required field');
  if (containers.has(name)) throw wrongProperty(node, "name", `a container "${name}" runs already`);
  const spec = await specOf(request, properties, name);
  const stop = await hold((use) => boxes.withBox(spec, use, signal));
  containers.set(name, stop);
  defer(stop);
  onLines([`Started ${name}`]);
  return { exitCode: 0 };
}

async function specOf(request: InternalStepRequest, properties: StepProperties, name: string): Promise<BoxSpec> {
  const { context, network } = request;
  const env = Object.entries(properties.record("env"));
  const isSecret = ([, value]: readonly [string, string]): boolean => context.mask.text(value) !== value;
  const secretEnv = Object.fromEntries(env.filter(isSecret));
  const cmd = properties.words("cmd");
  const entrypoint = properties.words("entrypoint");
  const workdir = properties.text("workingDir");
  const user = properties.text("user");
  return {
    image: await imageOf(request, properties),
    runId: context.ownerId,
    name: `${context.runId}${name.replace(/[^A-Za-z0-9_.-]/g, "-")}`,
    ...(cmd === undefined ? {} : { cmd }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(workdir ? { workdir } : {}),
    ...(user ? { user } : {}),
    env: Object.fromEntries(env.filter((entry) => !isSecret(entry))),
    secretEnv,
    mounts: [],
    ...boxPorts(context, properties.list("ports"), context.request.options.exposePorts ?? false),
    ...(network === undefined ? {} : { network: { name: network, aliases: [name] } }),
    engineAccess: false,
    interactive: false,
    tools: Object.keys(secretEnv).length > 0,
  };
}

/** One that `docker-build` made in this run, or else any other. */
async function imageOf({ context, node }: InternalStepRequest, properties: StepProperties): Promise<ImageId> {
  const reference = properties.text("image") ?? "";
  if (reference === "") throw wrongProperty(node, "image", '"image" is a required field');
  const built = await context.request.engine.images.inspect(runImageName(context, reference));
  if (built !== undefined) return built.id;
  const credentials = Object.fromEntries(
    credentialNames.flatMap((name) => {
      const value = node.properties[name];
      return typeof value === "string" || isSecretText(value) ? [[name, value]] : [];
    }),
  );
  const image = { kind: "reference", reference } as const;
  return resolveBoxImage(context, createBoxNode({ image, env: {}, ports: [], volumes: [], credentials }), node.name);
}

/** Enters `withBox` and stays there until the function is called that it returns, which resolves when the container is gone. */
async function hold(withBox: (use: (box: Box) => Promise<void>) => Promise<void>): Promise<() => Promise<void>> {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let gone: Promise<void> = Promise.resolve();
  await new Promise<void>((started, failed) => {
    gone = withBox(async (box) => {
      const connection = await box.start(() => {});
      started();
      await released;
      connection.close();
    });
    gone.catch(failed);
  });
  return () => {
    release();
    return gone;
  };
}
