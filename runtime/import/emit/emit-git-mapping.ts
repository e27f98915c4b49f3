import type { GitMappingNode } from "../../../sdk/model/git-mapping-node.ts";
import type { RemoteGitNode } from "../../../sdk/model/remote-git-node.ts";
import { sourceStageNames } from "../../../sdk/model/user-stage-name.ts";
import { type Code, call, record } from "./code.ts";
import { type EmitContext, oneOrMany, optionalText } from "./emit-context.ts";
import { secretSource } from "./emit-secret.ts";

/** `.git({ add: "/server", to: "/app", stageDependencies: { install: "package*.json" } })` */
export function emitGitMapping(mapping: GitMappingNode, context: EmitContext): Code {
  return call(
    "git",
    record({
      ...(mapping.remote === undefined ? {} : emitRemote(mapping.remote, context)),
      add: mapping.add === "/" ? undefined : context.text(mapping.add),
      to: context.text(mapping.to),
      owner: optionalText(mapping.owner, context),
      group: optionalText(mapping.group, context),
      includePaths: oneOrMany(mapping.includePaths, context),
      excludePaths: oneOrMany(mapping.excludePaths, context),
      stageDependencies: emitStageDependencies(mapping, context),
    }),
  );
}

function emitStageDependencies({ stageDependencies }: GitMappingNode, context: EmitContext): Code | undefined {
  const given = sourceStageNames.map((stage) => [stage, oneOrMany(stageDependencies[stage], context)] as const);
  const masks = record(Object.fromEntries(given));
  return masks.members.length === 0 ? undefined : masks;
}

function emitRemote(remote: RemoteGitNode, context: EmitContext): Readonly<Record<string, Code | undefined>> {
  const { basicAuth } = remote;
  return {
    url: context.text(remote.url),
    branch: optionalText(remote.branch, context),
    tag: optionalText(remote.tag, context),
    commit: optionalText(remote.commit, context),
    basicAuth:
      basicAuth === undefined
        ? undefined
        : record({
            username: context.text(basicAuth.username),
            password: record(secretSource(basicAuth.password, context)),
          }),
  };
}
