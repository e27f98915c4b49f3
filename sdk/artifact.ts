import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import type { ImageNode } from "./model/image-node.ts";
import { StagedImage } from "./staged-image.ts";
import { UnbasedImage } from "./unbased-image.ts";

/**
 * An image that only serves others (werf's artifact): it ends with the `setup` stage, changes of files that no stage depends on do
 * not reach it, and it has no config of its own. Made by {@link artifact}.
 */
export class Artifact extends StagedImage<Artifact> {
  protected override derive(node: ImageNode, references: readonly BuilderValue[]): Artifact {
    return new Artifact(node, references);
  }
}

/**
 * Defines an artifact: a place to compile in. It is built only when an image needs it, and it is never a result.
 *
 * @param name - As for `image()`: images and artifacts share their names.
 * @throws BuilderError `SDK.WRONG_ARGUMENT`
 *
 * @example
 * ```ts
 * import { artifact, image } from "builder";
 *
 * const toolchain = artifact("toolchain")
 *   .from("debian:bookworm-slim")
 *   .beforeInstall("apt-get update", "apt-get install -y build-essential");
 *
 * export const app = image("app")
 *   .from(toolchain)
 *   .git({ add: "/src", to: "/src", stageDependencies: { setup: "**" } })
 *   .setup("make -C /src install");
 * ```
 */
export function artifact(name: string): UnbasedImage<Artifact> {
  return new UnbasedImage(name, true, callSite(artifact), (node, references) => new Artifact(node, references));
}
