import { isBuilderError } from "../../../sdk/errors/builder-error.ts";
import { mapLimited } from "../../util/map-limited.ts";
import type { StageHousekeeping, StoredEntry } from "../housekeeping.ts";
import type { ContentDigest } from "./content-digest.ts";
import { formatImageReference, type Repository } from "./image-reference.ts";
import { readLabels } from "./read-labels.ts";
import { imageHash, readTag } from "./record-tag.ts";
import type { RegistryClient } from "./registry-client.ts";

const parallelRequests = 10;

/** Stages and records that are tags of one repository. */
export function createRegistryHousekeeping({
  client,
  repository,
}: {
  readonly client: RegistryClient;
  readonly repository: Repository;
}): StageHousekeeping {
  return {
    address: formatImageReference(repository),
    async entries(images, signal) {
      const tags = await client.tags(repository, signal);
      const names = imageNames(images, tags);
      const aliases = await readAliases(client, repository, tags, signal);
      const entries = await mapLimited(tags, parallelRequests, (tag) =>
        toEntry(client, repository, tag, { names, aliases }, signal),
      );
      return entries.filter((entry) => entry !== undefined);
    },
    async remove(entries, onRemoved, signal) {
      const failures = new Map<string, string>();
      const byName = new Map(entries.map((entry) => [entry.name, entry]));
      // Registries remove content with all its tags, also those that are to stay.
      const all = await client.tags(repository, signal);
      for (const { digest, tags } of await groupByContent(client, repository, all, signal)) {
        const going = tags.flatMap((tag) => byName.get(tag) ?? []);
        if (going.length === 0) continue;
        const along = new Set(going.flatMap((entry) => (entry.kind === "stage" ? (entry.aliases ?? []) : [])));
        const staying = tags.find((tag) => !byName.has(tag) && !along.has(tag));
        if (staying === undefined) await client.manifests.delete(repository, digest, signal);
        for (const entry of going) {
          const why = staying === undefined ? undefined : await untag(client, repository, entry.name, staying, signal);
          if (why === undefined) onRemoved(entry);
          else failures.set(entry.name, why);
        }
      }
      return failures;
    },
  };
}

/** By what stands for them in records. */
function imageNames(images: readonly string[], tags: readonly string[]): ReadonlyMap<string, string> {
  const managed = tags.map(readTag).flatMap((meaning) => (meaning?.kind === "managed-image" ? [meaning.image] : []));
  return new Map([...managed, ...images].map((image) => [imageHash(image), image]));
}

/** What all entries of one listing are read with. */
interface Listing {
  /** Of images, by what stands for them in records. */
  readonly names: ReadonlyMap<string, string>;
  /** Tags of nobody's grammar, by what they point to. */
  readonly aliases: ReadonlyMap<ContentDigest, readonly string[]>;
}

async function readAliases(
  client: RegistryClient,
  repository: Repository,
  tags: readonly string[],
  signal: AbortSignal,
): Promise<Listing["aliases"]> {
  const others = tags.filter((tag) => readTag(tag) === undefined);
  return new Map(
    (await groupByContent(client, repository, others, signal)).map(({ digest, tags: own }) => [digest, own]),
  );
}

/** Undefined for what is somebody else's, or gone meanwhile. */
async function toEntry(
  client: RegistryClient,
  repository: Repository,
  name: string,
  { names, aliases }: Listing,
  signal: AbortSignal,
): Promise<StoredEntry | undefined> {
  const meaning = readTag(name);
  switch (meaning?.kind) {
    case "stage": {
      const { id, timestampMs } = meaning;
      const found = await readLabels(client, repository, name, signal);
      if (found === "gone") return undefined;
      if (found === "damaged") return { kind: "stage", name, id, timestampMs };
      const { imageId, labels, manifestDigest } = found;
      const also = aliases.get(manifestDigest);
      return {
        kind: "stage",
        name,
        id,
        timestampMs,
        imageId,
        labels,
        ...(also === undefined ? {} : { aliases: also }),
      };
    }
    case "import-record": {
      const found = await readLabels(client, repository, name, signal);
      if (found === "gone") return undefined;
      return { kind: "import-record", name, id: found === "damaged" ? "" : (found.labels["source-stage-id"] ?? "") };
    }
    case "record":
      return { ...meaning, name, image: names.get(meaning.image) ?? meaning.image };
    case "rejected":
      return { kind: "rejected", name, id: meaning.id };
    case "managed-image":
    case "project-record":
      return { kind: "project-record", name };
    default:
      // Whose tag a custom-tag record is of cannot be read from it.
      return undefined;
  }
}

interface Content {
  readonly digest: ContentDigest;
  readonly tags: readonly string[];
}

/** Tags by what they point to. */
async function groupByContent(
  client: RegistryClient,
  repository: Repository,
  tags: readonly string[],
  signal: AbortSignal,
): Promise<readonly Content[]> {
  const groups = new Map<ContentDigest, string[]>();
  const heads = await mapLimited(tags, parallelRequests, (tag) => client.manifests.head(repository, tag, signal));
  heads.forEach((head, index) => {
    if (head === undefined) return;
    const group = groups.get(head.digest) ?? [];
    groups.set(head.digest, [...group, ...tags.slice(index, index + 1)]);
  });
  return [...groups].map(([digest, own]) => ({ digest, tags: own }));
}

/** Undefined when the tag is gone; else why it cannot be taken off. */
async function untag(
  client: RegistryClient,
  repository: Repository,
  tag: string,
  staying: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await client.manifests.delete(repository, tag, signal);
    return undefined;
  } catch (error) {
    if (!isBuilderError(error) || error.code !== "REGISTRY.DELETE_DISABLED") throw error;
    return `it is the same image as ${staying}, which stays, and the registry removes no single tags`;
  }
}
