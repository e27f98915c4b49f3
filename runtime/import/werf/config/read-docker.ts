import {
  type CommandLine,
  createDockerInstructionsNode,
  type DockerInstructionsNode,
} from "../../../../sdk/model/docker-instructions-node.ts";
import { given } from "./given.ts";
import type { Section } from "./section.ts";

const known = [
  ...["VOLUME", "EXPOSE", "ENV", "LABEL", "CMD", "ENTRYPOINT", "WORKDIR", "USER", "HEALTHCHECK", "exactValues"],
];

/** `docker` (spec §9.3). */
export function readDocker(image: Section): DockerInstructionsNode | undefined {
  const docker = image.section("docker", known);
  if (docker === undefined) return undefined;
  const exactValues = docker.flag("exactValues");
  return createDockerInstructionsNode({
    volume: docker.texts("VOLUME"),
    expose: docker.texts("EXPOSE"),
    env: docker.record("ENV"),
    label: docker.record("LABEL"),
    ...given(readCommandLine(docker, "CMD"), (cmd) => ({ cmd })),
    ...given(readCommandLine(docker, "ENTRYPOINT"), (entrypoint) => ({ entrypoint })),
    ...given(docker.text("WORKDIR"), (workdir) => ({ workdir })),
    ...given(docker.text("USER"), (user) => ({ user })),
    ...given(docker.text("HEALTHCHECK"), (healthcheck) => ({ healthcheck })),
    ...(exactValues === true ? { exactValues } : {}),
    ...docker.origin,
  });
}

/** A string runs in a shell, a list as it is. */
function readCommandLine(docker: Section, key: "CMD" | "ENTRYPOINT"): CommandLine | undefined {
  const node = docker.node(key);
  if (node === undefined) return undefined;
  const texts = docker.texts(key);
  return node.kind === "list" ? texts : texts[0];
}
