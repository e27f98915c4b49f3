import { Bug } from "../../../sdk/errors/bug.ts";
import type { ImageAuthorship, ImageConfig, ImageId } from "../../engine/engine.ts";
import type { InternalStepRequest } from "./internal-step.ts";

/**
 * Makes an image of the box as it is now, with the config of the box's image and the variables that the box was given; `change` has the
 * last word. What the box was only run with stays out of it: its shell is no command of an image, and a value that is secret is in
 * nobody's config (wercker's images had both, spec §6.2, 7 and 35).
 */
export async function saveBox(
  request: InternalStepRequest,
  change: (config: ImageConfig) => ImageConfig,
  about: ImageAuthorship = {},
): Promise<ImageId> {
  const { box, context, onLines } = request;
  const image = await context.request.engine.images.inspect(box.image);
  if (image === undefined) throw new Bug(`the engine has lost the image of ${box.name}`);
  const isSecret = (value: string): boolean => context.mask.text(value) !== value;
  return box.commit((current) => {
    const entries = Object.entries(current.env);
    const hidden = entries.filter(([, value]) => isSecret(value)).map(([name]) => name);
    if (hidden.length > 0) onLines([`Left out of the image, because they hold secrets: ${hidden.join(", ")}`]);
    const env = Object.fromEntries(entries.filter(([name]) => !hidden.includes(name)));
    return change({ ...image.config, env, labels: withoutOwn(image.config.labels) });
  }, about);
}

/** Labels of stages say how an image came to be; one with them would be taken for a stage, and be cleaned up. */
function withoutOwn(labels: ImageConfig["labels"]): ImageConfig["labels"] {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !/^(?:werf(?:$|[-.])|builder\.)/.test(name)));
}
