import type { ImageId } from "../../engine/engine.ts";
import { askedConfig, isAsked, withAsked } from "./asked-config.ts";
import { imageNotMade } from "./errors.ts";
import type { InternalStepRequest, InternalStepResult } from "./internal-step.ts";
import { pushImage } from "./push-image.ts";
import { pushTarget } from "./push-target.ts";
import { runImageName } from "./run-image-name.ts";
import { saveBox } from "./save-box.ts";
import { readProperties, type StepProperties } from "./step-properties.ts";

/** Pushes the box as it is now, or an image that `docker-build` made in this run (spec §4.3). */
export async function dockerPush(request: InternalStepRequest): Promise<InternalStepResult> {
  const properties = readProperties(request.node, request.context);
  const target = await pushTarget(request, properties);
  await pushImage(request, await imageOf(request, properties), target);
  return { exitCode: 0 };
}

async function imageOf(request: InternalStepRequest, properties: StepProperties): Promise<ImageId> {
  const { node, context } = request;
  const { images } = context.request.engine;
  const asked = askedConfig(request, properties);
  const author = properties.text("author");
  const message = properties.text("message");
  const about = { ...(author ? { author } : {}), ...(message ? { message } : {}) };
  const name = properties.text("imageName");
  if (name === undefined || name === "") return saveBox(request, (config) => withAsked(config, asked), about);
  const built = await images.inspect(runImageName(context, name));
  if (built === undefined) throw imageNotMade(node, name);
  // wercker left all that was asked for out of such an image, in silence.
  const isChanged = isAsked(asked) || Object.keys(about).length > 0;
  return isChanged ? images.reconfigure(built.id, withAsked(built.config, asked), about) : built.id;
}
