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
  const volume = docker.texts("VOLUME");
  const expose = docker.texts("EXPOSE");
  const env = docker.record("ENV");
  const label = docker.record("LABEL");
  if (exactValues !== true) {
    noteText(docker, "VOLUME", volume, /\$|\s/);
    noteText(docker, "EXPOSE", expose, /\$|\s/);
    noteText(docker, "ENV", Object.values(env), /\$/);
    noteText(docker, "LABEL", Object.values(label), /\$/);
  }
  return createDockerInstructionsNode({
    volume,
    expose,
    env,
    label,
    ...given(readCommandLine(docker, "CMD"), (cmd) => ({ cmd })),
    ...given(readCommandLine(docker, "ENTRYPOINT"), (entrypoint) => ({ entrypoint })),
    ...given(docker.text("WORKDIR"), (workdir) => ({ workdir })),
    ...given(docker.text("USER"), (user) => ({ user })),
    ...given(docker.text("HEALTHCHECK"), (healthcheck) => ({ healthcheck })),
    ...(exactValues === true ? { exactValues } : {}),
    ...docker.origin,
  });
}

/** In werf the values are a piece of a Dockerfile, in which variables are replaced and spaces separate (spec §3.4). */
function noteText(docker: Section, key: string, values: readonly string[], special: RegExp): void {
  const found = values.find((value) => special.test(value));
  if (found === undefined) return;
  docker.note(
    key,
    "approximated",
    `${JSON.stringify(found)} is taken as it is: no variable is replaced, no space separates`,
  );
}

/** A string runs in a shell unless it is a JSON list, a list as it is. */
function readCommandLine(docker: Section, key: "CMD" | "ENTRYPOINT"): CommandLine | undefined {
  const node = docker.node(key);
  if (node === undefined) return undefined;
  const texts = docker.texts(key);
  return node.kind === "list" ? texts : texts[0];
}
