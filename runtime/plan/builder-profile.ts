import { canonicalJson } from "../../sdk/model/canonical-json.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { RemoteGitNode } from "../../sdk/model/remote-git-node.ts";
import { type Digest, sha3_224, sha256 } from "./digest.ts";
import type { Part } from "./part.ts";
import type { DigestProfile, ListedEntry, PreviousDigest } from "./profile.ts";
import { handsOnCommits, type StageName } from "./stage-name.ts";

/** Changes when the same build.ts and commit shall have new digests. */
const formatVersion = "builder-1";

/**
 * builder's own digests. Everything that is hashed is JSON of lists, so that no text can pass for a separator; the names of
 * parts, the names and modes of files and the platform count.
 */
export const builderProfile: DigestProfile = {
  name: "builder",
  stageDigest,
  contentDigest,
  handsOn: (stage, commits) => (handsOnCommits(stage) ? sha256(JSON.stringify([...commits].sort())) : ""),
  entriesChecksum,
  mappingId,
  dockerfileAs: "needed-stages",
  patchAs: "changes",
  takesOverBy: "content",
  patchesCarryInstructions: false,
  taskText: canonicalJson,
  wordsText: (words) => JSON.stringify(words),
  commandText: (command) => (command === undefined ? "" : JSON.stringify(command)),
  cmdResetsEntrypoint: true,
  childrenAreYounger: false,
};

/** A part as nested lists: `[name, value]` or `[name, [parts…]]`. */
type CanonicalPart = readonly [name: string, value: string | readonly CanonicalPart[]];

function stageDigest(stage: StageName, parts: Part, previous: PreviousDigest | undefined, platform: string): Digest {
  const chained = previous === undefined ? null : [previous.digest, previous.handsOn];
  return sha3_224(JSON.stringify([formatVersion, "stage", platform, stage, canonicalPart(parts), chained]));
}

function contentDigest(stage: StageName, own: PreviousDigest, platform: string): Digest {
  return sha3_224(JSON.stringify([formatVersion, "content", platform, stage, own.digest, own.handsOn]));
}

function canonicalPart(part: Part): CanonicalPart {
  return [part.name, part.kind === "leaf" ? part.value : part.parts.map(canonicalPart)];
}

function entriesChecksum(entries: readonly ListedEntry[]): string {
  return entries.length === 0 ? "" : sha256(JSON.stringify(entries.map(({ path, mode, id }) => [path, mode, id])));
}

/** `stageDependencies` are left out: they say when a stage is rebuilt, not which files the image gets. */
function mappingId(mapping: GitMappingNode): string {
  const { to, add, includePaths, excludePaths, owner, group, remote } = mapping;
  const fields = [to, add, includePaths, excludePaths, owner ?? null, group ?? null];
  return sha256(JSON.stringify(remote === undefined ? fields : [...fields, ...remoteFields(remote)]));
}

/** How the server is asked for leave does not count. */
function remoteFields({ url, branch, tag, commit }: RemoteGitNode): readonly (string | null)[] {
  return [url, branch ?? null, tag ?? null, commit ?? null];
}
