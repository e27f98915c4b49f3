import { posix } from "node:path";
import type { CommandLine, DockerInstructionsNode } from "../../sdk/model/docker-instructions-node.ts";
import type { ImageConfig } from "../engine/engine.ts";
import { readJsonList } from "../plan/dockerfile/json-list.ts";
import { invalidInstruction } from "./errors.ts";
import { parseHealthcheck } from "./healthcheck.ts";

/**
 * The config that instructions make of an inherited one; labels are left to the stage. Values are taken as they are: `$X` is
 * not expanded. Errors: `GRAPH.INVALID_INSTRUCTION`.
 *
 * @param cmdResetsEntrypoint whether CMD given alone drops the inherited ENTRYPOINT
 */
export function applyInstructions(
  config: ImageConfig,
  node: DockerInstructionsNode,
  cmdResetsEntrypoint: boolean,
): ImageConfig {
  const healthcheck = node.healthcheck === undefined ? config.healthcheck : parseHealthcheck(node, node.healthcheck);
  return {
    ...config,
    env: { ...config.env, ...node.env },
    volumes: union(config.volumes, node.volume),
    exposedPorts: union(
      config.exposedPorts,
      node.expose.flatMap((port) => exposedPorts(node, port)),
    ),
    ...commands(config, node, cmdResetsEntrypoint),
    workdir: node.workdir === undefined ? config.workdir : posix.resolve("/", config.workdir, node.workdir),
    user: node.user ?? config.user,
    ...(healthcheck === undefined ? {} : { healthcheck }),
  };
}

/** ENTRYPOINT given alone always drops the inherited CMD, as Docker does. */
function commands(
  config: ImageConfig,
  { cmd, entrypoint }: DockerInstructionsNode,
  cmdResetsEntrypoint: boolean,
): Pick<ImageConfig, "cmd" | "entrypoint"> {
  const resetsEntrypoint = cmd !== undefined && cmdResetsEntrypoint;
  return {
    cmd: cmd === undefined ? (entrypoint === undefined ? config.cmd : []) : toArguments(cmd, config),
    entrypoint:
      entrypoint === undefined ? (resetsEntrypoint ? [] : config.entrypoint) : toArguments(entrypoint, config),
  };
}

/** As in a Dockerfile, a text that is a JSON list of texts is the list; any other runs in a shell. */
function toArguments(command: CommandLine, config: ImageConfig): readonly string[] {
  if (typeof command !== "string") return command;
  return readJsonList(command) ?? [...shellOf(config), command];
}

/** The base image may have set another shell (SHELL of a Dockerfile). */
function shellOf({ shell }: ImageConfig): readonly string[] {
  return shell !== undefined && shell.length > 0 ? shell : ["/bin/sh", "-c"];
}

const portPattern = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i;

/** `8080` → `8080/tcp`; a range becomes its ports. */
function exposedPorts(node: DockerInstructionsNode, text: string): readonly string[] {
  const match = portPattern.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (match === null || first < 1 || last > 65_535 || last < first) {
    throw invalidInstruction(
      node,
      "EXPOSE",
      text,
      "PORT, PORT-PORT or PORT/PROTOCOL with ports from 1 to 65535, for example 8080/udp",
    );
  }
  const protocol = (match[3] ?? "tcp").toLowerCase();
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}/${protocol}`);
}

function union(inherited: readonly string[], added: readonly string[]): readonly string[] {
  return [...new Set([...inherited, ...added])];
}
