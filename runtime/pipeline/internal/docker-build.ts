import { posix } from "node:path";
import { createDockerignore, readDockerignore } from "../../plan/dockerfile/dockerignore.ts";
import { streamOf } from "../../util/archive.ts";
import { readBoxFile } from "../box/read-box-file.ts";
import { basePathOf } from "../guest-paths.ts";
import { buildFailed, contextMissing, wrongProperty } from "./errors.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";
import { rerooted } from "./rerooted.ts";
import { runImageName } from "./run-image-name.ts";
import { readProperties, type StepProperties } from "./step-properties.ts";

/** Builds a Dockerfile of the source, as the source is now in the box (spec §4.5). The image lives as long as the run. */
export async function dockerBuild(request: InternalStepRequest): Promise<InternalStepResult> {
  const { context, node, onLines, defer } = request;
  const { engine, signal } = context.request;
  const properties = readProperties(node, context);
  const name = properties.text("imageName") ?? "";
  if (name === "") throw wrongProperty(node, "imageName", "image-name not set");
  const isQuiet = properties.flag("quiet");
  const reference = runImageName(context, name);
  const release = await context.request.claim({ kind: "image", reference });
  const built = await engine.buildDockerfile(
    await describe(request, properties),
    (_stream, line) => {
      if (!isQuiet) onLines([line]);
    },
    signal,
  );
  if (built.kind === "failed") throw buildFailed(node, context.mask.text(built.message));
  await engine.images.tag(built.imageId, reference);
  defer(() => engine.images.remove(reference).finally(release));
  onLines([`Built ${name} (${built.imageId.slice(0, 19)})`]);
  return { exitCode: 0 };
}

async function describe({ context, node, box, network }: InternalStepRequest, properties: StepProperties) {
  const path = posix.join(basePathOf(context.pipeline), properties.text("context") ?? "");
  const found = await box.getArchive(`${path}/.`);
  found?.destroy();
  if (found === undefined) throw contextMissing(node, path);
  const ignored = createDockerignore(
    readDockerignore((await readBoxFile(box, `${path}/.dockerignore`))?.toString() ?? ""),
  );
  const dockerfile = posix.normalize(properties.text("dockerfile") || "Dockerfile");
  const isWanted = (file: string): boolean =>
    file === dockerfile || !ignored.ignores(file) || ignored.goesThrough(file);
  const openContext = async function* (): AsyncGenerator<Buffer> {
    const tar = await box.getArchive(`${path}/.`);
    if (tar === undefined) throw contextMissing(node, path);
    yield* rerooted(tar, isWanted);
  };
  const image = await context.request.engine.images.inspect(box.image);
  const auths = properties.auths("registryAuthConfig");
  return {
    context: () => streamOf(openContext()),
    dockerfile,
    args: properties.record("buildArgs"),
    labels: properties.record("labels"),
    addHost: properties.list("extraHosts"),
    secrets: new Map<string, Buffer>(),
    platform: image?.platform ?? "",
    noCache: properties.flag("noCache"),
    squash: properties.flag("squash"),
    ...(Object.keys(auths).length === 0 ? {} : { auths: new Map(Object.entries(auths)) }),
    // Only the old builder can join a network; services are why one would want to.
    ...(network === undefined || context.pipeline.services.length === 0 ? {} : { network }),
  };
}
