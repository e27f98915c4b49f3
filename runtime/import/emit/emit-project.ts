import { type GiterminismNode, strictGiterminism } from "../../../sdk/model/giterminism-node.ts";
import type { ProjectNode } from "../../../sdk/model/project-node.ts";
import { type Code, call, list, literal, record } from "./code.ts";
import { emitCleanup } from "./emit-cleanup.ts";
import { type EmitContext, flag, oneOrMany, optionalText } from "./emit-context.ts";

/** `project("shop", { digests: "werf-1.2" })` */
export function emitProject(project: ProjectNode, context: EmitContext): Code {
  const options = record({
    digests: project.digests === "builder" ? undefined : literal(project.digests),
    allowUnshallow: flag(project.allowUnshallow, true),
    repo: optionalText(project.repo, context),
    cleanup: project.cleanup === undefined ? undefined : emitCleanup(project.cleanup, context),
    giterminism: project.giterminism === undefined ? undefined : emitGiterminism(project.giterminism, context),
  });
  return call("project", context.text(project.name), ...(options.members.length === 0 ? [] : [options]));
}

function emitGiterminism({ mounts, secrets, ...node }: GiterminismNode, context: EmitContext): Code {
  return record({
    env: emitNames(node.env, context),
    uncommittedFiles: oneOrMany(node.uncommittedFiles, context),
    fromLatest: flag(node.fromLatest, strictGiterminism.fromLatest),
    gitBranch: flag(node.gitBranch, strictGiterminism.gitBranch),
    mounts: emitGroup({ buildDir: flag(mounts.buildDir), fromPaths: oneOrMany(mounts.fromPaths, context) }),
    secrets: emitGroup({
      env: emitNames(secrets.env, context),
      files: oneOrMany(secrets.files, context),
      ids: oneOrMany(secrets.ids, context),
    }),
    contextAddFiles: oneOrMany(node.contextAddFiles, context),
    customTags: flag(node.customTags, strictGiterminism.customTags),
  });
}

function emitGroup(members: Readonly<Record<string, Code | undefined>>): Code | undefined {
  const group = record(members);
  return group.members.length === 0 ? undefined : group;
}

/** `/…/` becomes a regular expression where JavaScript reads it as the same one. */
function emitNames(names: readonly string[], { text }: EmitContext): Code | undefined {
  const items = names.map((name) =>
    isRegExp(name) ? ({ kind: "regexp", source: name.slice(1, -1), flags: "" } as const) : text(name),
  );
  const [first] = items;
  return items.length > 1 ? list(items) : first;
}

function isRegExp(name: string): boolean {
  if (name.length < 3 || !name.startsWith("/") || !name.endsWith("/")) return false;
  try {
    // A slash or a line break in it is written with a backslash in a literal: the source would not be the same text.
    return new RegExp(name.slice(1, -1)).source === name.slice(1, -1);
  } catch {
    return false;
  }
}
