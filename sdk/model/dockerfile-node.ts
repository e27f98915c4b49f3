import type { Origin } from "../errors/origin.ts";
import type { DependencyValue } from "./dependency-node.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { ImageSpecNode } from "./image-spec-node.ts";
import type { SecretNode } from "./secret-node.ts";

/** One value of another image, and the build argument that gets it. */
export interface BuildArgImport {
  /** Which value. */
  readonly type: DependencyValue;
  /** Name of the argument. */
  readonly targetBuildArg: string;
}

/** Another image of the graph whose values become build arguments of a Dockerfile. */
export interface BuildArgDependency {
  /** Name of the other image. */
  readonly image: string;
  /** The values, each with its argument. */
  readonly imports: readonly BuildArgImport[];
}

/** An image that the engine builds from a Dockerfile. */
export interface DockerfileNode {
  /** Tells this node from the others. */
  readonly kind: "dockerfile";
  /** Once in a build graph. */
  readonly name: string;
  /** Whether the image is a result; others are built only when one needs them. */
  readonly final: boolean;
  /** Folder relative to that of build.ts; "." for itself. */
  readonly context: string;
  /** Path relative to the context. */
  readonly dockerfile: string;
  /** Stage of the Dockerfile; its last one when absent. */
  readonly target?: string;
  /** Build arguments. */
  readonly args: Readonly<Record<string, string>>;
  /** `HOST:ADDRESS`. */
  readonly addHost: readonly string[];
  /** Engine's network mode; its default when absent. */
  readonly network?: string;
  /** As `docker build --ssh` takes it. */
  readonly ssh?: string;
  /** Paths relative to the context that come from the work tree. */
  readonly contextAddFiles: readonly string[];
  /** Images whose values become build arguments. */
  readonly dependencies: readonly BuildArgDependency[];
  /** For `RUN --mount=type=secret`. */
  readonly secrets: readonly SecretNode[];
  /** Builds it again when it changes. */
  readonly cacheVersion?: string;
  /** `os/arch[/variant]`; that of the run when absent. */
  readonly platform?: string;
  /** Whether each instruction is a stage of its own; as a whole when absent. */
  readonly staged?: boolean;
  /** Last changes of the finished image's config. */
  readonly imageSpec?: ImageSpecNode;
  /** Where it was said. */
  readonly origin?: Origin;
}

/** A frozen {@link DockerfileNode}. */
export function createDockerfileNode(fields: Omit<DockerfileNode, "kind">): DockerfileNode {
  return freezeDeep({ kind: "dockerfile", ...fields });
}
