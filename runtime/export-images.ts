import { exportNowhere, exportTagIsDigest, exportTagShared } from "./build/errors.ts";
import type { BuilderOptions, ExportedImage, ExportRequest } from "./builder.ts";
import type { Engine, ImageId, InspectedImage } from "./engine/engine.ts";
import { writeOciArchive } from "./engine/oci-archive.ts";
import type { ImageResult } from "./report/events.ts";
import { formatImageReference, namesHost, parseImageReference } from "./storage/registry/image-reference.ts";
import { fillTemplate } from "./storage/registry/stages/custom-tag.ts";
import { findImage } from "./use-image.ts";
import { withEngine } from "./with-engine.ts";

/** An image on its way out. */
interface Export {
  readonly name: string;
  readonly image: InspectedImage;
  readonly references: readonly string[];
  /** All that it is to have. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Names images in the engine or in registries, or puts them into an archive. */
export function exportImages(
  options: BuilderOptions,
  images: readonly ImageResult[],
  request: ExportRequest,
  signal: AbortSignal,
): Promise<readonly ExportedImage[]> {
  const { archive } = request;
  checkExport(
    images.map(({ name }) => name),
    request,
  );
  const named = images.map((image) => ({ image, references: referencesOf(image, request) }));
  return withEngine(options, async (engine) => {
    const exports = await Promise.all(
      named.map(async ({ image, references }): Promise<Export> => {
        const found = await findImage(engine, image, options, signal);
        return { name: image.name, image: found, references, labels: labelsOf(found, request) };
      }),
    );
    if (archive === undefined) for (const one of exports) await publish(engine, one, options, signal);
    else await writeArchive(engine, exports, archive, signal);
    return exports.map(({ name, references }) => ({ name, references }));
  });
}

/** Whether the names will do, before anything is built. Errors: `USAGE.EXPORT_TAG`. */
export function checkExport(images: readonly string[], { tags, archive }: ExportRequest): void {
  if (tags.length === 0 && archive === undefined) throw exportNowhere();
  const shared = tags.find((template) => !template.includes("%image"));
  if (images.length > 1 && shared !== undefined) throw exportTagShared(shared, images);
}

/** An archive knows its images by names, too. */
function referencesOf({ name, reference = "" }: ImageResult, { tags, archive }: ExportRequest): readonly string[] {
  const contentTag = reference.slice(reference.lastIndexOf(":") + 1);
  const templates = tags.length === 0 && archive !== undefined ? ["%image_slug%:latest"] : tags;
  return templates.map((template) => {
    const filled = fillTemplate(template, name, contentTag);
    const parsed = parseImageReference(filled);
    if (parsed.digest !== undefined) throw exportTagIsDigest(filled);
    return namesHost(filled) ? formatImageReference(parsed) : `${parsed.path.replace(/^library\//, "")}:${parsed.tag}`;
  });
}

function labelsOf({ config }: InspectedImage, { labels }: ExportRequest): Readonly<Record<string, string>> {
  const others = Object.entries(config.labels).filter(([name]) => !/^(?:werf|builder\.)/.test(name));
  return { ...Object.fromEntries(others), ...labels };
}

function writeArchive(engine: Engine, exports: readonly Export[], archive: string, signal: AbortSignal): Promise<void> {
  const images = exports.map(({ references, labels, image }) => ({
    references,
    labels,
    open: () => engine.images.save(image.id),
  }));
  return writeOciArchive(archive, images, signal);
}

async function publish(
  engine: Engine,
  { name, image, references, labels }: Export,
  options: BuilderOptions,
  signal: AbortSignal,
): Promise<void> {
  const id = await engine.images.reconfigure(image.id, { ...image.config, labels });
  for (const reference of references) {
    if (namesHost(reference)) await push(engine, { name, id, reference }, options, signal);
    else await engine.images.tag(id, reference);
  }
}

/** The engine needs the name to push it; it does not keep it unless it had it. */
async function push(
  engine: Engine,
  { name, id, reference }: { readonly name: string; readonly id: ImageId; readonly reference: string },
  { onEvent = () => {} }: BuilderOptions,
  signal: AbortSignal,
): Promise<void> {
  const wasThere = (await engine.images.inspect(reference)) !== undefined;
  await engine.images.tag(id, reference);
  try {
    await engine.images.push(reference, (progress) => onEvent({ kind: "push", image: name, ...progress }), signal);
    onEvent({ kind: "image-published", image: name, reference });
  } finally {
    if (!wasThere) await engine.images.remove(reference);
  }
}
