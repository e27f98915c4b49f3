import type { Origin } from "../errors/origin.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { InternalStepName } from "./internal-steps.ts";
import type { TextNode } from "./text-node.ts";

interface StepBase {
  /** What people see. */
  readonly name: string;
  /** Name of the image that is kept of the box when the step has passed. */
  readonly checkpoint?: string;
  /** Where it was written. */
  readonly origin?: Origin;
}

/** Shell text that runs in the box's shell. */
export interface ScriptStepNode extends StepBase {
  /** Tells it from other nodes. */
  readonly kind: "script-step";
  /** Shell commands. */
  readonly code: string;
  /** Folder to start in, relative to the source. Variables in it are the box's. */
  readonly cwd?: string;
}

/** A step that lies in a folder: of builder, of the project, or of a git repository. */
export interface ExternalStepNode extends StepBase {
  /** Tells it from other nodes. */
  readonly kind: "external-step";
  /** As written: `npm-install`, `owner/name@1.2.0`, `file://steps/deploy`, `git+https://…#v1`. */
  readonly reference: string;
  /** `OWNER/NAME`, where the reference does not say it. */
  readonly as?: string;
  /** As they were given, by name. */
  readonly properties: Readonly<Record<string, TextNode>>;
  /** Folder of the source that it runs in. */
  readonly cwd?: string;
}

/** A property of an internal step, see `PropertyKind`. */
export type PropertyNode =
  | TextNode
  | boolean
  | readonly string[]
  | { readonly kind: "record"; readonly entries: Readonly<Record<string, TextNode>> }
  | {
      readonly kind: "registry-auths";
      readonly registries: Readonly<Record<string, { readonly username: TextNode; readonly password: TextNode }>>;
    };

/** A step that builder itself carries out: what a container cannot do to itself. */
export interface InternalStepNode extends StepBase {
  /** Tells it from other nodes. */
  readonly kind: "internal-step";
  /** Which one it is. */
  readonly step: InternalStepName;
  /** As they were given, by name. */
  readonly properties: Readonly<Record<string, PropertyNode>>;
}

/** One step of a pipeline. */
export type StepNode = ScriptStepNode | ExternalStepNode | InternalStepNode;

/** A frozen {@link StepNode}. */
export function createStepNode<Node extends StepNode>(node: Node): Node {
  return freezeDeep(node);
}
