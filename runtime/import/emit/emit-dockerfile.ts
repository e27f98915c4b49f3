import type { BuildArgDependency, DockerfileNode } from "../../../sdk/model/dockerfile-node.ts";
import { type Code, call, list, literal, record } from "./code.ts";
import { type EmitContext, flag, oneOrMany, optionalText, textRecord } from "./emit-context.ts";
import { imageSpecOptions } from "./emit-image-spec.ts";
import { secretOptions } from "./emit-secret.ts";

/** `dockerfile("api", { context: "api", target: "runtime" })` */
export function emitDockerfile(node: DockerfileNode, context: EmitContext): Code {
  const secrets = node.secrets.map((secret) => secretOptions(secret, context));
  const options = record({
    context: node.context === "." ? undefined : context.text(node.context),
    dockerfile: node.dockerfile === "Dockerfile" ? undefined : context.text(node.dockerfile),
    target: optionalText(node.target, context),
    args: textRecord(node.args, context),
    addHost: oneOrMany(node.addHost, context),
    platform: optionalText(node.platform, context),
    network: optionalText(node.network, context),
    ssh: optionalText(node.ssh, context),
    contextAddFiles: oneOrMany(node.contextAddFiles, context),
    dependencies:
      node.dependencies.length === 0 ? undefined : list(node.dependencies.map((item) => emitDependency(item, context))),
    secrets: secrets.length > 1 ? list(secrets) : secrets[0],
    cacheVersion: optionalText(node.cacheVersion, context),
    staged: flag(node.staged),
    imageSpec: node.imageSpec === undefined ? undefined : imageSpecOptions(node.imageSpec, context),
    final: flag(node.final, true),
  });
  const args = options.members.length === 0 ? [] : [options];
  return call("dockerfile", context.text(node.name), ...args);
}

function emitDependency({ image, imports }: BuildArgDependency, context: EmitContext): Code {
  const members = imports.map(({ targetBuildArg, type }) => ({
    key: context.text(targetBuildArg),
    value: literal(type),
  }));
  return record({ image: context.image(image), args: { kind: "record", members } });
}
