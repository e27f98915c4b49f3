import { optionalBoolean, optionalString, requireOptions, stringList, stringRecord } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { type HealthcheckOptions, toHealthcheckText } from "./healthcheck.ts";
import {
  type CommandLine,
  createDockerInstructionsNode,
  type DockerInstructionsNode,
} from "./model/docker-instructions-node.ts";
import type { OneOrMany } from "./one-or-many.ts";

/** What containers of an image start with. Each member is the Dockerfile instruction of the same name. */
export interface DockerOptions {
  /** Absolute paths that are kept outside the container's own layer. */
  readonly volume?: OneOrMany<string>;
  /** Ports that the program listens on: `8080` or `"53/udp"`, 1 to 65535; TCP unless said otherwise. */
  readonly expose?: OneOrMany<number | string>;
  /** Environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Labels of the image. */
  readonly label?: Readonly<Record<string, string>>;
  /** The command: a string runs in the image's shell, a list is executed as it is. Alone, it resets ENTRYPOINT. */
  readonly cmd?: CommandLine;
  /** What CMD is handed to: a string runs in the image's shell, a list is executed as it is. Alone, it resets CMD. */
  readonly entrypoint?: CommandLine;
  /** Folder that the command starts in; relative to that of the base image when it does not begin with a slash. */
  readonly workdir?: string;
  /** `USER` or `USER:GROUP`, names or numbers. */
  readonly user?: string;
  /**
   * How the engine finds out whether a container works: options, `"NONE"` to switch off the check of the base image, or the text that
   * follows HEALTHCHECK in a Dockerfile.
   */
  readonly healthcheck?: HealthcheckOptions | string;
  /**
   * werf's `exactValues`: part of the digest there, and without further effect here, where values are always taken as they are.
   * @default false
   */
  readonly exactValues?: boolean;
}

const optionNames = [
  "volume",
  "expose",
  "env",
  "label",
  "cmd",
  "entrypoint",
  "workdir",
  "user",
  "healthcheck",
  "exactValues",
];

/**
 * Checks what was given to `.docker()` and adds it to what earlier calls gave: lists and records grow, a single value is
 * replaced.
 */
export function toDockerInstructionsNode(
  options: DockerOptions,
  earlier: DockerInstructionsNode | undefined,
  origin: Origin | undefined,
): DockerInstructionsNode {
  const given = requireOptions(options, optionNames, "docker(options)", origin);
  return createDockerInstructionsNode({
    ...earlier,
    volume: union(earlier?.volume, stringList(given.volume, "docker({ volume })", origin)),
    expose: union(earlier?.expose, portList(given.expose, origin)),
    env: { ...earlier?.env, ...stringRecord(given.env, "docker({ env })", origin) },
    label: { ...earlier?.label, ...stringRecord(given.label, "docker({ label })", origin) },
    ...withoutUndefined({
      cmd: commandLine(given.cmd, "docker({ cmd })", origin),
      entrypoint: commandLine(given.entrypoint, "docker({ entrypoint })", origin),
      workdir: optionalString(given.workdir, "docker({ workdir })", origin),
      user: optionalString(given.user, "docker({ user })", origin),
      healthcheck: toHealthcheckText(given.healthcheck, origin),
      exactValues: optionalBoolean(given.exactValues, false, "docker({ exactValues })", origin) || undefined,
      origin: earlier?.origin ?? origin,
    }),
  });
}

function union(earlier: readonly string[] | undefined, added: readonly string[]): readonly string[] {
  return [...new Set([...(earlier ?? []), ...added])];
}

function portList(value: unknown, origin: Origin | undefined): readonly string[] {
  const items: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return items.map((item) => {
    if (typeof item === "number" || typeof item === "string") return String(item);
    throw wrongArgument("docker({ expose })", 'a port, "PORT/PROTOCOL" or a list of them', item, origin);
  });
}

function commandLine(value: unknown, what: string, origin: Origin | undefined): CommandLine | undefined {
  if (value === undefined || typeof value === "string") return value;
  return stringList(value, what, origin);
}

/** A member that is `undefined` would hide what an earlier call gave. */
function withoutUndefined<Options extends object>(options: Options): Partial<Options> {
  const given: Partial<Options> = { ...options };
  for (const key in given) if (given[key] === undefined) delete given[key];
  return given;
}
