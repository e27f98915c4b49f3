import { optionalBoolean } from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import { type DependencyOptions, toDependencyNode } from "./dependency.ts";
import { type DockerOptions, toDockerInstructionsNode } from "./docker.ts";
import { type ImageSpecOptions, toImageSpecNode } from "./image-spec.ts";
import type { AnyImageNode } from "./model/any-image-node.ts";
import type { ImageNode } from "./model/image-node.ts";
import { requireImage } from "./require-image.ts";
import { StagedImage } from "./staged-image.ts";
import { UnbasedImage } from "./unbased-image.ts";

/** An image that is built in stages. Made by {@link image}. Immutable: every method returns a new value. */
export class Image extends StagedImage<Image> {
  /**
   * Sets what containers of the image start with; none of it touches the image's files. Several calls add up: lists and
   * records grow, a single value is replaced.
   *
   * CMD without ENTRYPOINT resets the ENTRYPOINT of the base image, and the other way round. What is not given stays as the base
   * image has it.
   *
   * @param options - Instructions, named as in a Dockerfile.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("node:22-slim")
   *   .docker({
   *     workdir: "/app",
   *     user: "node",
   *     env: { NODE_ENV: "production" },
   *     expose: [8080, "9090/udp"],
   *     cmd: ["node", "server.js"],
   *     healthcheck: { test: "curl -f http://localhost:8080/health", interval: "30s", retries: 3 },
   *   });
   * ```
   */
  docker(options: DockerOptions): this {
    const origin = callSite(this.docker);
    const node = this.toNode();
    return this.with({ docker: toDockerInstructionsNode(options, node.docker, origin) });
  }

  /**
   * Says whether the image is a result. One that is not is built only when another image needs it.
   *
   * @param isFinal - Images are final unless told otherwise.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * const base = image("base").from("debian:bookworm-slim").beforeInstall("apt-get update").final(false);
   *
   * export const app = image("app").from(base);
   * ```
   */
  final(isFinal = true): this {
    const origin = callSite(this.final);
    return this.with({ final: optionalBoolean(isFinal, true, "final(isFinal)", origin) });
  }

  /**
   * Puts values of another image, such as its name, into environment variables of this one. They stay in the image, and the stage is
   * built again when they change.
   *
   * @param image - An image of this build.ts; it is built first.
   * @param options - Which values as which variables, and when they arrive.
   * @throws BuilderError `SDK.UNDEFINED_REFERENCE`, `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`; while building
   * `BUILD.NO_IMAGE_DIGEST` for an `ImageDigest` where stages are not kept in a registry
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const worker = image("worker").from("debian:bookworm-slim").setup("true");
   *
   * export const operator = image("operator")
   *   .from("debian:bookworm-slim")
   *   .dependencies(worker, { before: "setup", env: { WORKER_IMAGE: "ImageName", WORKER_TAG: "ImageTag" } });
   * ```
   */
  dependencies(image: BuilderValue<AnyImageNode>, options: DependencyOptions): this {
    const origin = callSite(this.dependencies);
    const value = requireImage(image, "dependencies(image)", "an image of this build.ts", origin);
    const node = this.toNode();
    const added = toDependencyNode(value.toNode().name, options, origin);
    return this.with({ dependencies: [...node.dependencies, added] }, value);
  }

  /**
   * Leaves out the stages that bring changes which no stage depends on: files stay as the last stage that was built has them.
   *
   * @param isDisabled - Off unless this is called.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const tools = image("tools")
   *   .from("debian:bookworm-slim")
   *   .git({ add: "/tools", to: "/src", stageDependencies: { setup: "**" } })
   *   .setup("make -C /src install")
   *   .disableGitAfterPatch();
   * ```
   */
  disableGitAfterPatch(isDisabled = true): this {
    const origin = callSite(this.disableGitAfterPatch);
    const disable = optionalBoolean(isDisabled, true, "disableGitAfterPatch(isDisabled)", origin);
    return this.with({ disableGitAfterPatch: disable });
  }

  /**
   * Changes the config of the finished image, in a stage of its own after all others; a second call replaces the first. Where
   * `.docker()` only adds, this also removes what the base image brought along.
   *
   * @param options - What to set and what to remove.
   * @throws BuilderError `SDK.WRONG_ARGUMENT`, `SDK.UNKNOWN_OPTION`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const app = image("app")
   *   .from("node:22-slim")
   *   .imageSpec({
   *     author: "Shop team",
   *     removeEnv: ["YARN_VERSION", "/NODE_[A-Z]+/"],
   *     env: { PATH: "${PATH}:/app/bin" },
   *     labels: { "org.example.image": "%project%/%image%" },
   *     clearEntrypoint: true,
   *     cmd: ["node", "/app/server.js"],
   *   });
   * ```
   */
  imageSpec(options: ImageSpecOptions): this {
    return this.with({ imageSpec: toImageSpecNode(options, callSite(this.imageSpec)) });
  }

  protected override derive(node: ImageNode, references: readonly BuilderValue[]): Image {
    return new Image(node, references);
  }
}

/**
 * Defines an image. Export it: exports are what builder builds; what they start from is found by itself.
 *
 * @param name - Letters, digits and `. _ - + /` between them, at most 100 characters, once in a build.ts;
 * anything else is `GRAPH.IMAGE_NAME`, a name that is taken `GRAPH.DUPLICATE_NAME`. The name is part of no digest.
 * @throws BuilderError `SDK.WRONG_ARGUMENT`
 *
 * @example
 * ```ts
 * import { image } from "builder";
 *
 * export const app = image("app")
 *   .from("debian:bookworm-slim")
 *   .git({ add: "/server", to: "/app", stageDependencies: { install: "package*.json" } })
 *   .install("cd /app && npm ci")
 *   .docker({ cmd: ["node", "/app/server.js"], expose: 8080 });
 * ```
 */
export function image(name: string): UnbasedImage<Image> {
  return new UnbasedImage(name, false, callSite(image), (node, references) => new Image(node, references));
}
