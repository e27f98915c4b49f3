import type { Origin } from "../errors/origin.ts";
import type { CommandLine } from "./docker-instructions-node.ts";
import { freezeDeep } from "./freeze-deep.ts";
import type { BaseNode } from "./image-node.ts";
import type { StepNode } from "./step-node.ts";
import type { TextNode } from "./text-node.ts";

/** The credentials with which an image is fetched. */
export const credentialNames = [
  "username",
  "password",
  "email",
  "registry",
  "awsAccessKey",
  "awsSecretKey",
  "awsRegion",
  "awsRegistryId",
  "azureClientId",
  "azureClientSecret",
  "azureSubscriptionId",
  "azureTenantId",
  "azureResourceGroup",
  "azureRegistryName",
  "azureLoginServer",
] as const;

/** One of the credentials with which an image is fetched. */
export type CredentialName = (typeof credentialNames)[number];

/** The container that a pipeline's steps run in, or that one of its services runs in. */
export interface BoxNode {
  /** Tells it from other nodes. */
  readonly kind: "box";
  /** What the container is made of. */
  readonly image: Extract<BaseNode, { readonly kind: "reference" | "image" }>;
  /** The image's own when absent. */
  readonly cmd?: CommandLine;
  /** The image's own when absent. */
  readonly entrypoint?: CommandLine;
  /** Variables, by name. */
  readonly env: Readonly<Record<string, TextNode>>;
  /** `PORT`, `HOST:PORT`, `IP:HOST:PORT`, each with `/udp` after it if need be. */
  readonly ports: readonly string[];
  /** `PATH` or `HOST:PATH`. */
  readonly volumes: readonly string[];
  /** Who fetches the image. */
  readonly credentials: Readonly<Partial<Record<CredentialName, TextNode>>>;
  /** Where it was written. */
  readonly origin?: Origin;
}

/** A container beside the box, on the same network. */
export interface ServiceNode {
  /** Tells it from other nodes. */
  readonly kind: "service";
  /** Its name on the network. */
  readonly name: string;
  /** How it is run. */
  readonly container: BoxNode;
  /** How long it may take until it answers; 0: nobody waits. */
  readonly readyTimeoutMs: number;
  /** Where it was written. */
  readonly origin?: Origin;
}

/** Which set of variables a pipeline sees: `BUILD` and `CI`, or `DEPLOY`. */
export const pipelineModes = ["build", "deploy"] as const;

/** Which set of variables a pipeline sees. */
export type PipelineMode = (typeof pipelineModes)[number];

/** Steps that run one after the other in one shell of one container. */
export interface PipelineNode {
  /** Tells it from other nodes. */
  readonly kind: "pipeline";
  /** As it is called. */
  readonly name: string;
  /** Which variables its steps see. */
  readonly mode: PipelineMode;
  /** Checked by `validateGraph`: a pipeline without one cannot run. */
  readonly box?: BoxNode;
  /** Started before the box, in this order. */
  readonly services: readonly ServiceNode[];
  /** Variables, by name. */
  readonly env: Readonly<Record<string, TextNode>>;
  /** One after the other, in one shell. */
  readonly steps: readonly StepNode[];
  /** They run whatever the result. */
  readonly afterSteps: readonly StepNode[];
  /** Steps that take the place of `steps` when that target is asked for. */
  readonly targets: Readonly<Record<string, readonly StepNode[]>>;
  /** Where the source is put in the box. */
  readonly basePath?: string;
  /** Folder of the source that steps start in. */
  readonly sourceDir?: string;
  /** File of patterns of what is left out of the source; absent: the usual ones. */
  readonly ignoreFile?: string;
  /** Whether the box may talk to the engine and runs privileged. */
  readonly docker: boolean;
  /** Longest time of a step; absent: 25 minutes. */
  readonly commandTimeoutMs?: number;
  /** Longest silence of a step; absent: 5 minutes. */
  readonly noResponseTimeoutMs?: number;
  /** Where it was written. */
  readonly origin?: Origin;
}

/** A frozen {@link BoxNode}. */
export function createBoxNode(fields: Omit<BoxNode, "kind">): BoxNode {
  return freezeDeep({ kind: "box", ...fields });
}

/** A frozen {@link ServiceNode}. */
export function createServiceNode(fields: Omit<ServiceNode, "kind">): ServiceNode {
  return freezeDeep({ kind: "service", ...fields });
}

/** A frozen {@link PipelineNode}. */
export function createPipelineNode(fields: Omit<PipelineNode, "kind">): PipelineNode {
  return freezeDeep({ kind: "pipeline", ...fields });
}

/** All steps of a pipeline, whichever target is asked for. */
export function allSteps(pipeline: PipelineNode): readonly StepNode[] {
  return [...pipeline.steps, ...Object.values(pipeline.targets).flat(), ...pipeline.afterSteps];
}

/** Names of the images of the graph that a pipeline's box and services are made of. */
export function imagesOf({ box, services }: PipelineNode): readonly string[] {
  const boxes = [...(box === undefined ? [] : [box]), ...services.map(({ container }) => container)];
  return boxes.flatMap(({ image }) => (image.kind === "image" ? [image.image] : []));
}
