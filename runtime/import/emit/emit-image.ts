import type { ImageNode } from "../../../sdk/model/image-node.ts";
import { type StageSlot, stageSlots } from "../../../sdk/model/stage-slot.ts";
import { type UserStageName, userStageNames } from "../../../sdk/model/user-stage-name.ts";
import { append, type Code, call, commented, literal, record } from "./code.ts";
import { emitAnsible } from "./emit-ansible.ts";
import { type EmitContext, optionalText } from "./emit-context.ts";

/** `image("app").from(…)…`: what it is built in, its stages in the order in which they run, its config. */
export function emitImage(image: ImageNode, context: EmitContext): Code {
  const start = call(image.artifact ? "artifact" : "image", context.text(image.name));
  const arrivals = arrivalsOf(image, context);
  const parts = [
    emitBase(image, context),
    ...emitSettings(image, context),
    ...image.mounts.map(context.part),
    ...image.secrets.map(context.part),
    ...emitCommands(image, "beforeInstall", context),
    ...image.git.map(context.part),
    ...arrivals("beforeInstall"),
    ...emitCommands(image, "install", context),
    ...arrivals("afterInstall"),
    ...emitCommands(image, "beforeSetup", context),
    ...arrivals("beforeSetup"),
    ...emitCommands(image, "setup", context),
    ...arrivals("afterSetup"),
    ...(image.ansible === undefined ? [] : [emitAnsible(image.ansible, context)]),
    ...emitCacheVersions(image, context),
    ...(image.docker === undefined ? [] : [context.part(image.docker)]),
    ...(image.imageSpec === undefined ? [] : [context.part(image.imageSpec)]),
    ...emitSwitch("disableGitAfterPatch", image.disableGitAfterPatch),
    ...(image.final || image.artifact ? [] : [call("final", literal(false))]),
  ];
  return parts.reduce<Code>(append, start);
}

function emitBase({ base }: ImageNode, context: EmitContext): Code {
  if (base.kind === "scratch") return call("fromScratch");
  return call("from", base.kind === "image" ? context.image(base.image) : context.text(base.reference));
}

function emitSettings(image: ImageNode, context: EmitContext): readonly Code[] {
  const setting = (name: "fromCacheVersion" | "imageCacheVersion" | "platform" | "network") => {
    const value = image[name];
    return value === undefined ? [] : [call(name, context.text(value))];
  };
  return [
    ...setting("fromCacheVersion"),
    ...emitSwitch("fromLatest", image.fromLatest),
    ...setting("imageCacheVersion"),
    ...setting("platform"),
    ...setting("network"),
  ];
}

/** What is off unless it is called. */
function emitSwitch(name: string, value: boolean | undefined): readonly Code[] {
  if (value === undefined) return [];
  return [value ? call(name) : call(name, literal(false))];
}

function emitCommands({ shell }: ImageNode, stage: UserStageName, context: EmitContext): readonly Code[] {
  const commands = shell.commands[stage];
  if (commands.length === 0) return [];
  const items = commands.map((command) => commented(context.comments(command), context.text(command.text)));
  return [call(stage, ...items)];
}

/**
 * What arrives from other images, beside the stages that it arrives at. Where that is not the order in which it is written, all of it
 * comes last: the order is part of the description.
 */
function arrivalsOf(image: ImageNode, context: EmitContext): (slot: StageSlot) => readonly Code[] {
  const isOrdered = inOrder(image.imports) && inOrder(image.dependencies);
  return (slot) => {
    const isHere = (node: { readonly slot: StageSlot }) => (isOrdered ? node.slot === slot : slot === "afterSetup");
    return [...image.imports.filter(isHere).map(context.part), ...image.dependencies.filter(isHere).map(context.part)];
  };
}

function inOrder(nodes: readonly { readonly slot: StageSlot }[]): boolean {
  const places = nodes.map(({ slot }) => stageSlots.indexOf(slot));
  return places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0));
}

function emitCacheVersions({ shell }: ImageNode, context: EmitContext): readonly Code[] {
  const ofStages = userStageNames.map((stage): [string, Code | undefined] => {
    return [stage, optionalText(shell.stageCacheVersions[stage], context)];
  });
  const versions = record(Object.fromEntries(ofStages));
  return [
    ...(shell.cacheVersion === undefined ? [] : [call("cacheVersion", context.text(shell.cacheVersion))]),
    ...(versions.members.length === 0 ? [] : [call("cacheVersion", versions)]),
  ];
}
