import type { ListedStage, StageStorage, StorageTransfer, StoredStage } from "../../storage.ts";
import type { RegistryClient } from "../registry-client.ts";
import { copyImage } from "./copy-image.ts";
import type { StagePlace } from "./stage-place.ts";
import { stageTag } from "./stage-tags.ts";

/**
 * Stages of other repositories besides those of the primary one: a stage is looked for in the primary first, then in each
 * secondary in turn (spec §7.1); one that is used is copied into the primary. Secondaries are never written to.
 */
export function withSecondaries(
  client: RegistryClient,
  primary: StagePlace,
  secondaries: readonly StagePlace[],
): StageStorage {
  const copies = new Map<string, Promise<StoredStage | undefined>>();
  const secondaryOf = ({ reference }: ListedStage): StagePlace | undefined =>
    secondaries.find(({ storage }) => reference.startsWith(`${storage.address}:`));
  const ownerOf = (stage: ListedStage): StageStorage => (secondaryOf(stage) ?? primary).storage;

  const copy = async (
    stage: StoredStage,
    { repository }: StagePlace,
    transfer: StorageTransfer,
  ): Promise<StoredStage | undefined> => {
    const tag = stageTag(stage);
    const copied = await copyImage(client, { from: repository, tag, to: primary.repository, tags: [tag] }, transfer);
    return copied ? { ...stage, reference: primary.storage.referenceOf(stage) } : undefined;
  };

  return {
    address: primary.storage.address,
    referenceOf: primary.storage.referenceOf,
    save: primary.storage.save,
    async list(signal) {
      const [own = [], ...others] = await Promise.all(
        [primary, ...secondaries].map(({ storage }) => storage.list(signal)),
      );
      const known = new Set(own.map(stageTag));
      const more = others.flat().filter((stage) => !known.has(stageTag(stage)));
      return [...own, ...more];
    },
    read: (stage, signal) => ownerOf(stage).read(stage, signal),
    isThere: (stage, signal) => ownerOf(stage).isThere(stage, signal),
    fetch: (stage, transfer) => ownerOf(stage).fetch(stage, transfer),
    async keep(stage, transfer) {
      const place = secondaryOf(stage);
      if (place === undefined) return stage;
      const copied = copies.get(stage.reference) ?? copy(stage, place, transfer);
      copies.set(stage.reference, copied);
      return copied;
    },
    // A secondary is somebody else's: this run passes the stage over, and that is all.
    reject: async (stage, signal) => {
      if (secondaryOf(stage) === undefined) await primary.storage.reject(stage, signal);
    },
  };
}
