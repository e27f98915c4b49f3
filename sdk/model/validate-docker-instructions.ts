import type { Diagnostic } from "../errors/builder-error.ts";
import { originsOf } from "../errors/origin.ts";
import type { DockerInstructionsNode } from "./docker-instructions-node.ts";
import type { DigestProfileName } from "./project-node.ts";

/**
 * Instructions that no engine accepts. With the digests of werf, volumes and ports that are not exact are a piece of a Dockerfile, which
 * may hold several of them and variables (spec §3.4).
 */
export function validateDockerInstructions(
  docker: DockerInstructionsNode,
  image: string,
  digests: DigestProfileName,
): readonly Diagnostic[] {
  const where = originsOf(docker);
  const isText = digests === "werf-1.2" && docker.exactValues !== true;
  return [
    ...(isText ? [] : docker.volume.map(wrongVolume)),
    ...(isText ? [] : docker.expose.map(wrongPort)),
    ...Object.keys(docker.env).map(wrongEnvName),
    ...Object.keys(docker.label).map(wrongLabelName),
    emptyText(docker.workdir, "workdir"),
    emptyText(docker.user, "user"),
    emptyText(docker.healthcheck, "healthcheck"),
  ]
    .filter((finding) => finding !== undefined)
    .map((finding) => ({ ...finding, message: `${finding.message}, in docker of "${image}"`, where }));
}

function wrongVolume(path: string): Diagnostic | undefined {
  if (path.startsWith("/") && path !== "/") return undefined;
  return {
    code: "GRAPH.VOLUME",
    message: `volume: "${path}" is not an absolute path below the root`,
    next: ['Write it as "/var/lib/data".'],
  };
}

function wrongPort(port: string): Diagnostic | undefined {
  const [, number = ""] = /^([0-9]{1,5})(?:\/(?:tcp|udp|sctp))?$/.exec(port) ?? [];
  if (number !== "" && Number(number) >= 1 && Number(number) <= 65_535) return undefined;
  return {
    code: "GRAPH.PORT",
    message: `expose: "${port}" is not a port`,
    next: ['A port is a number from 1 to 65535, with "/tcp", "/udp" or "/sctp" after it if need be.'],
  };
}

function wrongEnvName(name: string): Diagnostic | undefined {
  if (/^[^=\s\0]+$/.test(name)) return undefined;
  return {
    code: "GRAPH.ENV_NAME",
    message: `env: "${name}" cannot be the name of a variable`,
    next: ['A name has no "=" and no spaces.'],
  };
}

function wrongLabelName(name: string): Diagnostic | undefined {
  if (name.trim() !== "") return undefined;
  return { code: "GRAPH.LABEL_NAME", message: "label: a name is empty", next: ["Give the label a name."] };
}

function emptyText(text: string | undefined, option: string): Diagnostic | undefined {
  if (text === undefined || text.trim() !== "") return undefined;
  return {
    code: "GRAPH.EMPTY_OPTION",
    message: `${option} is empty`,
    next: ["Leave it out to keep what the base image has."],
  };
}
