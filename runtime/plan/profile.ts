import type { CommandLine } from "../../sdk/model/docker-instructions-node.ts";
import type { GitMappingNode } from "../../sdk/model/git-mapping-node.ts";
import type { JsonValue } from "../../sdk/model/json-value.ts";
import type { DigestProfileName } from "../../sdk/model/project-node.ts";
import type { Digest } from "./digest.ts";
import type { Part } from "./part.ts";
import type { StageName } from "./stage-name.ts";

/** What a stage's digest takes from the stage before it. */
export interface PreviousDigest {
  readonly digest: Digest;
  /** What that stage hands on: its commits, or "" (werf's nextStageDependencies, spec §1.4). */
  readonly handsOn: string;
}

/** One entry of a commit's tree, as far as a checksum looks at it. */
export interface ListedEntry {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
}

/**
 * How parts become bytes. The chain of stages is the same for all profiles; what each of them hashes is in
 * `builder-profile.ts` and `werf-profile.ts`.
 */
export interface DigestProfile {
  readonly name: DigestProfileName;
  /** `platform` as `os/arch[/variant]`. */
  stageDigest(stage: StageName, parts: Part, previous: PreviousDigest | undefined, platform: string): Digest;
  /** Names the content of an image whose last stage this is: what an image that starts from it depends on. */
  contentDigest(stage: StageName, own: PreviousDigest, platform: string): Digest;
  /** `commits`: one for each mapping of the image, in any order. */
  handsOn(stage: StageName, commits: readonly string[]): string;
  /** Checksum of the files that one mask selects; "" for none. */
  entriesChecksum(entries: readonly ListedEntry[]): string;
  /** Names a mapping by what it says; part of label names (werf's paramshash, spec §1.6). */
  mappingId(mapping: GitMappingNode): string;
  /** Whether a Dockerfile image hashes what its target needs, or the lists that werf makes of all stages (spec §6.2). */
  readonly dockerfileAs: "needed-stages" | "werf-lists";
  /** Whether gitLatestPatch hashes the text of git's diff, as werf does, or the list of changes. */
  readonly patchAs: "text" | "changes";
  /**
   * How files and values of other images enter: `content`: the name of the other image's content, and the values; `checksum`: a
   * checksum of the very files, which takes a look into the image, and its stage's full name, as werf does (spec §5.2).
   */
  readonly takesOverBy: "content" | "checksum";
  /** Whether leaving out the git patches leaves out the docker instructions, too, as werf's code does (spec §1.5). */
  readonly patchesCarryInstructions: boolean;
  /** An Ansible task as it enters the digest of its stage. */
  taskText(task: JsonValue): string;
  /** A list of words as it enters the digest of an imageSpec. */
  wordsText(words: readonly string[]): string;
  /** CMD or ENTRYPOINT as it enters the digest; "" when it is not given. */
  commandText(command: CommandLine | undefined): string;
  /** Whether CMD given alone drops the ENTRYPOINT of the base image (seed 004), or keeps it as werf's code does (spec §3.4). */
  readonly cmdResetsEntrypoint: boolean;
  /** Whether a stored stage that is older than the one it would follow is passed over, as werf 2 does (spec §7.1). */
  readonly childrenAreYounger: boolean;
}
