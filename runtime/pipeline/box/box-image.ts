import { Bug } from "../../../sdk/errors/bug.ts";
import type { BoxNode } from "../../../sdk/model/pipeline-node.ts";
import type { ImageId } from "../../engine/engine.ts";
import { imageNotFound } from "../../engine/errors.ts";
import type { PipelineContext } from "../pipeline-context.ts";
import { loginTo } from "../registry/login-to.ts";
import { registryHost } from "../registry/registry-login.ts";

/** The image of a box or service: the engine's own, or else fetched from its registry. `title` is who waits for it. */
export async function resolveBoxImage(context: PipelineContext, box: BoxNode, title: string): Promise<ImageId> {
  const { engine, signal, imageReference } = context.request;
  const reference = referenceOf(context, box);
  const found = await engine.images.inspect(reference);
  if (found !== undefined) return found.id;
  if (box.image.kind === "image") {
    throw imageNotFound(imageReference(box.image.image) ?? reference, "the engine has lost it after it was built");
  }
  const onProgress = (pull: { reference: string; currentBytes: number; totalBytes: number }): void =>
    context.emit({ kind: "pull", image: title, ...pull });
  const credential = await loginTo(context, box, credentialsOf(context, box));
  const pulled = await engine.images.pull(reference, onProgress, signal, { credential });
  return pulled.id;
}

/** As the engine knows it; a registry that is only given as an option is put in front. */
export function referenceOf(context: PipelineContext, box: BoxNode): string {
  const { image } = box;
  if (image.kind === "image") {
    const built = context.request.imageReference(image.image);
    if (built === undefined) throw new Bug(`the image ${image.image} is needed and was not built`);
    return built;
  }
  const reference = context.text(image.reference);
  const given = credentialsOf(context, box);
  const host = registryHost(given) ?? (given.registry ?? "").replace(/^\w+:\/\//, "").replace(/\/.*$/, "");
  if (host === "" || host === "index.docker.io" || hasHost(reference)) return reference;
  return `${host}/${reference}`;
}

function hasHost(reference: string): boolean {
  const first = reference.split("/", 1)[0] ?? "";
  return reference.includes("/") && (/[.:]/.test(first) || first === "localhost");
}

function credentialsOf(context: PipelineContext, { credentials }: BoxNode) {
  return Object.fromEntries(Object.entries(credentials).map(([name, value]) => [name, context.text(value)]));
}
