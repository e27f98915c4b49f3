import { optionalBoolean } from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import { type DockerOptions, toDockerInstructionsNode } from "./docker.ts";
import { createImageNode, type ImageNode } from "./model/image-node.ts";
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
  docker(options: DockerOptions): Image {
    const origin = callSite(this.docker);
    const node = this.toNode();
    return this.#with({ docker: toDockerInstructionsNode(options, node.docker, origin) });
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
  final(isFinal = true): Image {
    const origin = callSite(this.final);
    return this.#with({ final: optionalBoolean(isFinal, true, "final(isFinal)", origin) });
  }

  protected override derive(node: ImageNode, references: readonly BuilderValue[]): Image {
    return new Image(node, references);
  }

  #with(change: Partial<ImageNode>): Image {
    return new Image(createImageNode({ ...this.toNode(), ...change }), this.references());
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
