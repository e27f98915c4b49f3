import { BuilderError } from "../errors/builder-error.ts";
import type { AnyImageNode } from "./any-image-node.ts";
import { type BuildGraph, createBuildGraph, type RootNode } from "./build-graph.ts";
import { canonicalJson } from "./canonical-json.ts";
import { decodeCleanup } from "./cleanup-json.ts";
import { decodeCommandLine } from "./common-json.ts";
import { decodeAnsible } from "./decode-ansible.ts";
import { decodeDependency } from "./decode-dependency.ts";
import { decodeDockerfile } from "./decode-dockerfile.ts";
import { decodeGiterminism } from "./decode-giterminism.ts";
import { decodeImageSpec } from "./decode-image-spec.ts";
import { decodeImport } from "./decode-import.ts";
import { decodeMount } from "./decode-mount.ts";
import { decodeOrigin } from "./decode-origin.ts";
import { decodeRemoteGit } from "./decode-remote-git.ts";
import { decodeSecret } from "./decode-secret.ts";
import { createDockerInstructionsNode, type DockerInstructionsNode } from "./docker-instructions-node.ts";
import { createGitMappingNode, type GitMappingNode } from "./git-mapping-node.ts";
import { type BaseNode, type CommandNode, createImageNode, type ImageNode, type ShellNode } from "./image-node.ts";
import { JsonReader } from "./json-reader.ts";
import { decodePipeline } from "./pipeline-json.ts";
import { createProjectNode, digestProfileNames, type ProjectNode } from "./project-node.ts";
import { sourceStageNames, type UserStageName, userStageNames } from "./user-stage-name.ts";
import { decodeWorkflow } from "./workflow-json.ts";

/** The graph as canonical JSON: equal graphs give equal text. */
export function encodeGraph(graph: BuildGraph): string {
  return canonicalJson(graph);
}

/** Reads what {@link encodeGraph} wrote. Errors: `GRAPH.MALFORMED`, with the path of the member that is wrong. */
export function decodeGraph(json: string): BuildGraph {
  const reader = new JsonReader(parseJson(json), "graph");
  reader.allowMembers(["schemaVersion", "project", "images", "pipelines", "workflows"]);
  reader.member("schemaVersion").oneOf([1]);
  return createBuildGraph({
    project: decodeProject(reader.member("project")),
    images: reader.member("images").list(decodeAnyImage),
    pipelines: reader.member("pipelines").list(decodePipeline),
    workflows: reader.member("workflows").list(decodeWorkflow),
  });
}

/** Checks a node whose making was not under our control: what `toNode()` of another copy of the SDK returned. */
export function decodeRootNode(value: unknown, path: string): RootNode {
  const reader = new JsonReader(value, path);
  switch (reader.member("kind").oneOf(["project", "image", "dockerfile", "pipeline", "workflow"])) {
    case "project":
      return decodeProject(reader);
    case "image":
    case "dockerfile":
      return decodeAnyImage(reader);
    case "pipeline":
      return decodePipeline(reader);
    case "workflow":
      return decodeWorkflow(reader);
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new BuilderError({ code: "GRAPH.MALFORMED", message: "The graph is not JSON", cause });
  }
}

function decodeProject(reader: JsonReader): ProjectNode {
  reader.allowMembers(["kind", "name", "digests", "allowUnshallow", "repo", "cleanup", "giterminism", "origin"]);
  reader.member("kind").oneOf(["project"]);
  return createProjectNode({
    name: reader.member("name").string(),
    digests: reader.member("digests").oneOf(digestProfileNames),
    allowUnshallow: reader.member("allowUnshallow").boolean(),
    ...reader.optional("repo", (repo) => ({ repo: repo.string() })),
    ...reader.optional("cleanup", (cleanup) => ({ cleanup: decodeCleanup(cleanup) })),
    ...reader.optional("giterminism", (giterminism) => ({ giterminism: decodeGiterminism(giterminism) })),
    ...decodeOrigin(reader),
  });
}

function decodeAnyImage(reader: JsonReader): AnyImageNode {
  const kind = reader.member("kind").oneOf(["image", "dockerfile"]);
  return kind === "image" ? decodeImage(reader) : decodeDockerfile(reader);
}

const imageMembers = [
  ..."kind name artifact final base fromCacheVersion fromLatest imageCacheVersion network platform".split(" "),
  ..."disableGitAfterPatch shell ansible git imports dependencies mounts secrets docker imageSpec origin".split(" "),
];

function decodeImage(reader: JsonReader): ImageNode {
  reader.allowMembers(imageMembers);
  reader.member("kind").oneOf(["image"]);
  return createImageNode({
    name: reader.member("name").string(),
    artifact: reader.member("artifact").boolean(),
    final: reader.member("final").boolean(),
    base: decodeBase(reader.member("base")),
    ...reader.optional("fromCacheVersion", (version) => ({ fromCacheVersion: version.string() })),
    ...reader.optional("fromLatest", (latest) => ({ fromLatest: latest.boolean() })),
    ...reader.optional("imageCacheVersion", (version) => ({ imageCacheVersion: version.string() })),
    ...reader.optional("network", (network) => ({ network: network.string() })),
    ...reader.optional("platform", (platform) => ({ platform: platform.string() })),
    ...reader.optional("disableGitAfterPatch", (disable) => ({ disableGitAfterPatch: disable.boolean() })),
    shell: decodeShell(reader.member("shell")),
    ...reader.optional("ansible", (ansible) => ({ ansible: decodeAnsible(ansible) })),
    git: reader.member("git").list(decodeGitMapping),
    ...reader.optional("imports", (imports) => ({ imports: imports.list(decodeImport) })),
    ...reader.optional("dependencies", (dependencies) => ({ dependencies: dependencies.list(decodeDependency) })),
    ...reader.optional("mounts", (mounts) => ({ mounts: mounts.list(decodeMount) })),
    ...reader.optional("secrets", (secrets) => ({ secrets: secrets.list(decodeSecret) })),
    ...reader.optional("docker", (docker) => ({ docker: decodeDockerInstructions(docker) })),
    ...reader.optional("imageSpec", (spec) => ({ imageSpec: decodeImageSpec(spec) })),
    ...decodeOrigin(reader),
  });
}

function decodeBase(reader: JsonReader): BaseNode {
  const kind = reader.member("kind").oneOf(["reference", "image", "scratch"]);
  reader.allowMembers(kind === "scratch" ? ["kind", "origin"] : ["kind", kind, "origin"]);
  const origin = decodeOrigin(reader);
  if (kind === "scratch") return { kind, ...origin };
  const name = reader.member(kind).string();
  return kind === "image" ? { kind, image: name, ...origin } : { kind, reference: name, ...origin };
}

function decodeShell(reader: JsonReader): ShellNode {
  reader.allowMembers(["commands", "cacheVersion", "stageCacheVersions"]);
  const commands = reader.member("commands").allowMembers(userStageNames);
  const versions = reader.member("stageCacheVersions").allowMembers(userStageNames);
  const commandsOf = (stage: UserStageName) => commands.member(stage).list(decodeCommand);
  const versionOf = (stage: UserStageName) => versions.optional(stage, (version) => ({ [stage]: version.string() }));
  return {
    commands: {
      beforeInstall: commandsOf("beforeInstall"),
      install: commandsOf("install"),
      beforeSetup: commandsOf("beforeSetup"),
      setup: commandsOf("setup"),
    },
    ...reader.optional("cacheVersion", (version) => ({ cacheVersion: version.string() })),
    stageCacheVersions: Object.assign({}, ...userStageNames.map(versionOf)),
  };
}

function decodeCommand(reader: JsonReader): CommandNode {
  reader.allowMembers(["text", "origin"]);
  return { text: reader.member("text").string(), ...decodeOrigin(reader) };
}

const mappingMembers = "kind add to owner group includePaths excludePaths stageDependencies remote origin".split(" ");

function decodeGitMapping(reader: JsonReader): GitMappingNode {
  reader.allowMembers(mappingMembers);
  reader.member("kind").oneOf(["git-mapping"]);
  const dependencies = reader.member("stageDependencies").allowMembers(sourceStageNames);
  return createGitMappingNode({
    add: reader.member("add").string(),
    to: reader.member("to").string(),
    ...reader.optional("owner", (owner) => ({ owner: owner.string() })),
    ...reader.optional("group", (group) => ({ group: group.string() })),
    includePaths: reader.member("includePaths").strings(),
    excludePaths: reader.member("excludePaths").strings(),
    stageDependencies: {
      install: dependencies.member("install").strings(),
      beforeSetup: dependencies.member("beforeSetup").strings(),
      setup: dependencies.member("setup").strings(),
    },
    ...reader.optional("remote", (remote) => ({ remote: decodeRemoteGit(remote) })),
    ...decodeOrigin(reader),
  });
}

const dockerMembers = "kind volume expose env label cmd entrypoint workdir user healthcheck exactValues origin".split(
  " ",
);

function decodeDockerInstructions(reader: JsonReader): DockerInstructionsNode {
  reader.allowMembers(dockerMembers);
  reader.member("kind").oneOf(["docker-instructions"]);
  return createDockerInstructionsNode({
    volume: reader.member("volume").strings(),
    expose: reader.member("expose").strings(),
    env: reader.member("env").stringRecord(),
    label: reader.member("label").stringRecord(),
    ...reader.optional("cmd", (cmd) => ({ cmd: decodeCommandLine(cmd) })),
    ...reader.optional("entrypoint", (entrypoint) => ({ entrypoint: decodeCommandLine(entrypoint) })),
    ...reader.optional("workdir", (workdir) => ({ workdir: workdir.string() })),
    ...reader.optional("user", (user) => ({ user: user.string() })),
    ...reader.optional("healthcheck", (healthcheck) => ({ healthcheck: healthcheck.string() })),
    ...reader.optional("exactValues", (exact) => ({ exactValues: exact.boolean() })),
    ...decodeOrigin(reader),
  });
}
