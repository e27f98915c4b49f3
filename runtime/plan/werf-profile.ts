import { posix } from "node:path";
import type { CommandLine } from "../../sdk/model/docker-instructions-node.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import { type Digest, sha3_224hash, sha256, sha256hash } from "./digest.ts";
import { goJson } from "./go-json.ts";
import type { Part } from "./part.ts";
import type { DigestProfile, ListedEntry, PreviousDigest } from "./profile.ts";
import { repositoryId } from "./repository-id.ts";
import type { StageName } from "./stage-name.ts";
import { handsOnCommits } from "./stage-name.ts";

/** werf's BuildCacheVersion; the same from v1.2.60 to v2.77. */
const cacheVersion = "1.2";

/** Bit for bit what werf 1.2 and 2.x compute (spec §1), weaknesses included. */
export const werfProfile: DigestProfile = {
  name: "werf-1.2",
  stageDigest,
  contentDigest,
  handsOn: (stage, commits) => (handsOnCommits(stage) ? sha256hash(...[...commits].sort()) : ""),
  entriesChecksum,
  mappingId,
  dockerfileAs: "werf-lists",
  patchAs: "text",
  takesOverBy: "checksum",
  patchesCarryInstructions: true,
  taskText: goJson,
  wordsText: (words) => words.join(" "),
  commandText,
  cmdResetsEntrypoint: false,
  childrenAreYounger: true,
};

/** The value of a part as werf hashes it: a leaf is itself, a group the hash of its values; names do not count. */
export function dependenciesText(part: Part): string {
  return part.kind === "leaf" ? part.value : sha256hash(...part.parts.map(dependenciesText));
}

/**
 * The stages that take over from other images are hashed under the name that they had when they were only imports (spec §1.2),
 * those that are instructions under the keyword alone (spec §6.6).
 */
function stageDigest(stage: StageName, parts: Part, previous: PreviousDigest | undefined, platform: string): Digest {
  const chained = previous === undefined ? [] : [previous.digest, previous.handsOn];
  const name = keywordOf(stage).replace(/^dependencies/, "imports");
  return sha3_224hash(...platformArguments(platform), cacheVersion, name, dependenciesText(parts), ...chained);
}

function contentDigest(stage: StageName, own: PreviousDigest, platform: string): Digest {
  return sha3_224hash(
    ...platformArguments(platform),
    cacheVersion,
    `${keywordOf(stage)}-content`,
    "",
    own.digest,
    own.handsOn,
  );
}

/** `COPY` of the second COPY, too. */
function keywordOf(stage: StageName): string {
  return stage.replace(/^([A-Z]+)\d+$/, "$1");
}

function platformArguments(platform: string): readonly string[] {
  return platform === "linux/amd64" ? [] : [platform];
}

/** Object ids alone, in the order of the paths: neither names nor modes count (spec §2.4). */
function entriesChecksum(entries: readonly ListedEntry[]): string {
  return entries.length === 0 ? "" : sha256(entries.map((entry) => entry.id).join(""));
}

/** werf's paramshash (spec §1.6): list items are joined without separator. */
function mappingId(mapping: GitMappingNode): string {
  const { remote } = mapping;
  const id = remote === undefined ? "own" : repositoryId(remote.url);
  const fields = [
    `${id}_${id}`,
    cleanPath(mapping.to),
    cleanPath(mapping.add).slice(1),
    mapping.includePaths.map(cleanPath).join(""),
    mapping.excludePaths.map(cleanPath).join(""),
    mapping.owner ?? "",
    mapping.group ?? "",
    remote?.branch ?? "",
    remote?.tag ?? "",
    remote?.commit ?? "",
  ];
  return sha256(fields.join(":::"));
}

/** Go's filepath.Clean. */
function cleanPath(path: string): string {
  const clean = posix.normalize(path);
  return clean.length > 1 && clean.endsWith("/") ? clean.slice(0, -1) : clean;
}

/** A list becomes `["a", "b"]` without escaping (spec §9.3); a string stays as it is. */
function commandText(command: CommandLine | undefined): string {
  if (command === undefined || typeof command === "string") return command ?? "";
  return command.length === 0 ? "[]" : `["${command.join('", "')}"]`;
}
