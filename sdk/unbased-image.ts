import { requireString } from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { callSite } from "./call-site.ts";
import type { Origin } from "./errors/origin.ts";
import { noBase } from "./errors.ts";
import type { DockerfileNode } from "./model/dockerfile-node.ts";
import { type BaseNode, createImageNode, emptyShell, type ImageNode } from "./model/image-node.ts";
import { requireImage } from "./require-image.ts";
import type { StagedImage } from "./staged-image.ts";

/** Makes the value that has a base. */
type Finish<Built> = (node: ImageNode, references: readonly BuilderValue[]) => Built;

/**
 * An image or artifact that does not say yet what it starts from, and so is neither: `.from()` or `.fromScratch()` makes it one.
 */
export class UnbasedImage<Built> {
  readonly #name: string;
  readonly #artifact: boolean;
  readonly #origin: Origin | undefined;
  readonly #finish: Finish<Built>;

  /** @internal */
  constructor(name: unknown, artifact: boolean, origin: Origin | undefined, finish: Finish<Built>) {
    this.#name = requireString(name, artifact ? "artifact(name)" : "image(name)", origin);
    this.#artifact = artifact;
    this.#origin = origin;
    this.#finish = finish;
    Object.freeze(this);
  }

  /**
   * Starts from an image of a registry, or from another image or artifact of this build.ts: hand over the value itself.
   *
   * @param base - A reference such as `debian:bookworm-slim`, or a value made by `image()`, `artifact()` or `dockerfile()`.
   * @throws BuilderError `SDK.UNDEFINED_REFERENCE` for an image that is defined further down, `GRAPH.NO_BASE` for one
   * that has no base itself, `SDK.WRONG_ARGUMENT`
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const base = image("base").from("debian:bookworm-slim").beforeInstall("apt-get update");
   * export const app = image("app").from(base).docker({ cmd: ["bash"] });
   * ```
   */
  from(base: string | StagedImage<unknown> | BuilderValue<DockerfileNode>): Built {
    const origin = callSite(this.from);
    const at = origin === undefined ? {} : { origin };
    if (typeof base === "string") return this.#build({ kind: "reference", reference: base, ...at }, []);
    const value = requireImage(
      base,
      "from(base)",
      "an image reference or a value made by image(), artifact() or dockerfile()",
      origin,
    );
    return this.#build({ kind: "image", image: value.toNode().name, ...at }, [value]);
  }

  /**
   * Starts from nothing: no file, no config. Commands still run, under builder's own bash and busybox, which leave nothing behind.
   *
   * @example
   * ```ts
   * import { image } from "builder";
   *
   * export const site = image("site").fromScratch().git({ add: "/public", to: "/srv" });
   * ```
   */
  fromScratch(): Built {
    const origin = callSite(this.fromScratch);
    return this.#build({ kind: "scratch", ...(origin === undefined ? {} : { origin }) }, []);
  }

  /**
   * Tells whoever takes this for an image what is missing. Not part of the description.
   * @internal
   */
  toNode(): never {
    throw noBase(`${this.#artifact ? "artifact" : "image"}("${this.#name}")`, this.#origin);
  }

  #build(base: BaseNode, references: readonly BuilderValue[]): Built {
    const node = createImageNode({
      name: this.#name,
      artifact: this.#artifact,
      final: !this.#artifact,
      base,
      shell: emptyShell,
      git: [],
      ...(this.#origin === undefined ? {} : { origin: this.#origin }),
    });
    return this.#finish(node, references);
  }
}
