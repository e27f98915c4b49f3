import { type BuilderError, isBuilderError } from "../../sdk/errors/builder-error.ts";
import type { AnyImageNode } from "../../sdk/model/any-image-node.ts";
import { userStageNames } from "../../sdk/model/user-stage-name.ts";
import type { Container, ContainerSpec, Engine, InspectedImage, SecretFile } from "../engine/engine.ts";
import type { ObjectId } from "../git/repository.ts";
import { stageLabels } from "../plan/stage-labels.ts";
import type { StageName } from "../plan/stage-name.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { readSecret, type SecretPlaces } from "./read-secret.ts";
import { createStageMounts } from "./stage-mounts.ts";

/** What the containers of all stages have in common. */
export interface StageContainerOptions {
  readonly engine: Engine;
  readonly project: string;
  /** Given to every stage, beside what the image asks for. */
  readonly mounts: NonNullable<ContainerSpec["mounts"]>;
  /** Instead of the network that an image asks for. */
  readonly network?: string;
  readonly secrets: SecretPlaces;
  /** The commit that is built; absent outside a repository. */
  readonly commit?: ObjectId;
  /** Told of a secret that cannot be read, which is left out then. @default that is an error */
  readonly onMissingSecret?: (error: BuilderError) => void;
}

/** A stage, as far as its container goes. */
export interface StageOfImage {
  readonly image: AnyImageNode;
  readonly stage: StageName;
  readonly parent: InspectedImage;
  readonly runId: string;
  readonly toolchains: NonNullable<ContainerSpec["toolchains"]>;
}

/** Containers for stages. Only those that run the user's commands see mounts and secrets. */
export interface StageContainers {
  withContainer<T>(stage: StageOfImage, use: (container: Container) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Removes what was made for this run alone. */
  close(): Promise<void>;
}

export function createStageContainers(options: StageContainerOptions): StageContainers {
  const { engine } = options;
  const mounts = createStageMounts(engine, options.project);
  return {
    async withContainer({ image, stage, parent, runId, toolchains }, use, signal) {
      const runsCommands = userStageNames.some((name) => name === stage);
      const own =
        runsCommands && image.kind === "image"
          ? await mounts.of(image, parent.config.labels, runId)
          : { mounts: [], volumes: [] };
      const secrets = runsCommands ? await readSecrets(image, options) : [];
      const network = options.network ?? image.network;
      const spec: ContainerSpec = {
        image: parent.id,
        runId,
        title: `${image.name}-${stage}`,
        // No others: the image of the stage has these, and whatever a container has besides must be taken off it again.
        labels: {
          [stageLabels.project]: options.project,
          [stageLabels.image]: image.name,
          [stageLabels.stage]: stage,
        },
        // The image of a stage that runs commands has this one, too.
        notes: runsCommands && options.commit !== undefined ? { [stageLabels.projectCommit]: options.commit } : {},
        mounts: [...options.mounts, ...own.mounts],
        volumes: own.volumes,
        secrets,
        toolchains,
        ...(network === undefined ? {} : { network }),
        ...(image.platform === undefined ? {} : { platform: image.platform }),
      };
      return engine.withContainer(
        spec,
        (container) => use(secrets.length === 0 ? container : maskSecrets(container, secrets)),
        signal,
      );
    },
    close: () => mounts.close(),
  };
}

async function readSecrets(
  image: AnyImageNode,
  { secrets: places, onMissingSecret }: StageContainerOptions,
): Promise<readonly SecretFile[]> {
  const read = image.secrets.map((node) =>
    readSecret(node, places).catch((error: unknown) => {
      if (onMissingSecret === undefined || !isBuilderError(error)) throw error;
      onMissingSecret(error);
      return [];
    }),
  );
  return (await Promise.all(read)).flat();
}
