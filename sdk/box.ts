import { requireOptions, stringList } from "./arguments.ts";
import type { BuilderValue } from "./builder-value.ts";
import { type RegistryCredentials, toCredentials } from "./credentials.ts";
import type { DockerfileImage } from "./dockerfile.ts";
import type { Origin } from "./errors/origin.ts";
import { undefinedReference, wrongArgument } from "./errors.ts";
import type { CommandLine } from "./model/docker-instructions-node.ts";
import { type BoxNode, createBoxNode, credentialNames } from "./model/pipeline-node.ts";
import type { OneOrMany } from "./one-or-many.ts";
import { type Text, textRecord } from "./secret.ts";
import type { StagedImage } from "./staged-image.ts";

/** What a box or a service starts from: the reference of an image, or an image of this build.ts, which is built first. */
export type BoxImage = string | StagedImage<unknown> | DockerfileImage;

/** How the container of a pipeline or service is run. */
export interface BoxOptions extends RegistryCredentials {
  /**
   * The command: a string is split into words as a shell does, a list is taken as it is. That of a box must be a shell
   * which reads commands from its input.
   * @default of a box: `/bin/bash`, or `/bin/sh` where there is none; of a service: what its image says
   */
  readonly cmd?: CommandLine;
  /**
   * The entrypoint, written as `cmd`.
   * @default what the image says
   */
  readonly entrypoint?: CommandLine;
  /**
   * Environment variables; `$NAME` in a value is replaced by what the pipeline knows under that name. A secret is not visible in
   * what the engine shows of the container.
   */
  readonly env?: Readonly<Record<string, Text>>;
  /** Ports: `8080`, `"80:8080"`, `"127.0.0.1:80:8080"`, `"53/udp"`. They are opened on the host with `--expose-ports`. */
  readonly ports?: OneOrMany<number | string>;
  /** Folders of the host that are mounted, writable: `"/data"` or `"/host/data:/data"`. */
  readonly volumes?: OneOrMany<string>;
}

/** The options that a box has, for services to add theirs. */
export const boxOptionNames: readonly string[] = ["cmd", "entrypoint", "env", "ports", "volumes", ...credentialNames];

/** Checks what was given to `.box()` or `.service()`. `what` is the method's name. */
export function toBoxNode(
  image: unknown,
  options: unknown,
  what: "box" | "service",
  origin: Origin | undefined,
): { readonly node: BoxNode; readonly references: readonly BuilderValue[] } {
  const known = what === "box" ? boxOptionNames : [...boxOptionNames, "name", "readyTimeout"];
  const given = requireOptions(options, known, `${what}(image, options)`, origin);
  const base = toBoxImage(image, what, origin);
  const node = createBoxNode({
    image: base.image,
    ...optionalCommand("cmd", given.cmd, what, origin),
    ...optionalCommand("entrypoint", given.entrypoint, what, origin),
    env: textRecord(given.env, `${what}({ env })`, origin),
    ports: portList(given.ports, `${what}({ ports })`, origin),
    volumes: stringList(given.volumes, `${what}({ volumes })`, origin),
    credentials: toCredentials(given, what, origin),
    ...(origin === undefined ? {} : { origin }),
  });
  return { node, references: base.references };
}

/** Numbers and texts as texts. */
export function portList(value: unknown, what: string, origin: Origin | undefined): readonly string[] {
  const items: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return items.map((item) => {
    if (typeof item === "number" || typeof item === "string") return String(item);
    throw wrongArgument(what, "a port, a text or a list of them", item, origin);
  });
}

function toBoxImage(
  image: unknown,
  what: string,
  origin: Origin | undefined,
): { readonly image: BoxNode["image"]; readonly references: readonly BuilderValue[] } {
  const at = origin === undefined ? {} : { origin };
  if (typeof image === "string") return { image: { kind: "reference", reference: image, ...at }, references: [] };
  if (image === undefined) throw undefinedReference(`${what}(image)`, origin);
  const node = isValue(image) ? image.toNode() : undefined;
  if (!isValue(image) || (node?.kind !== "image" && node?.kind !== "dockerfile")) {
    throw wrongArgument(
      `${what}(image)`,
      "an image reference or a value made by image() or dockerfile()",
      image,
      origin,
    );
  }
  return { image: { kind: "image", image: node.name, ...at }, references: [image] };
}

function optionalCommand(
  option: "cmd" | "entrypoint",
  value: unknown,
  what: string,
  origin: Origin | undefined,
): { readonly cmd?: CommandLine } | { readonly entrypoint?: CommandLine } {
  if (value === undefined) return {};
  return { [option]: typeof value === "string" ? value : stringList(value, `${what}({ ${option} })`, origin) };
}

/** By shape and not by class: it may come from another copy of the SDK. */
function isValue(value: unknown): value is BuilderValue {
  return typeof value === "object" && value !== null && "toNode" in value && typeof value.toNode === "function";
}
