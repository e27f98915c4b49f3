import { decodeImageSpec } from "./decode-image-spec.ts";
import { decodeOrigin } from "./decode-origin.ts";
import { decodeSecret } from "./decode-secret.ts";
import { dependencyValues } from "./dependency-node.ts";
import {
  type BuildArgDependency,
  type BuildArgImport,
  createDockerfileNode,
  type DockerfileNode,
} from "./dockerfile-node.ts";
import type { JsonReader } from "./json-reader.ts";

const members = [
  ..."kind name final context dockerfile target args addHost network ssh".split(" "),
  ..."contextAddFiles dependencies secrets cacheVersion platform staged imageSpec origin".split(" "),
];

export function decodeDockerfile(reader: JsonReader): DockerfileNode {
  reader.allowMembers(members);
  reader.member("kind").oneOf(["dockerfile"]);
  return createDockerfileNode({
    name: reader.member("name").string(),
    final: reader.member("final").boolean(),
    context: reader.member("context").string(),
    dockerfile: reader.member("dockerfile").string(),
    ...reader.optional("target", (target) => ({ target: target.string() })),
    args: reader.member("args").stringRecord(),
    addHost: reader.member("addHost").strings(),
    ...reader.optional("network", (network) => ({ network: network.string() })),
    ...reader.optional("ssh", (ssh) => ({ ssh: ssh.string() })),
    contextAddFiles: reader.member("contextAddFiles").strings(),
    dependencies: reader.member("dependencies").list(decodeDependency),
    secrets: reader.member("secrets").list(decodeSecret),
    ...reader.optional("cacheVersion", (version) => ({ cacheVersion: version.string() })),
    ...reader.optional("platform", (platform) => ({ platform: platform.string() })),
    ...reader.optional("staged", (staged) => ({ staged: staged.boolean() })),
    ...reader.optional("imageSpec", (spec) => ({ imageSpec: decodeImageSpec(spec) })),
    ...decodeOrigin(reader),
  });
}

function decodeDependency(reader: JsonReader): BuildArgDependency {
  reader.allowMembers(["image", "imports"]);
  return { image: reader.member("image").string(), imports: reader.member("imports").list(decodeImport) };
}

function decodeImport(reader: JsonReader): BuildArgImport {
  reader.allowMembers(["type", "targetBuildArg"]);
  return {
    type: reader.member("type").oneOf(dependencyValues),
    targetBuildArg: reader.member("targetBuildArg").string(),
  };
}
