import type { CommandLine, DockerInstructionsNode } from "../../../sdk/model/docker-instructions-node.ts";
import { type Code, call, list, literal, record } from "./code.ts";
import { type EmitContext, flag, oneOrMany, optionalText, textRecord, texts } from "./emit-context.ts";

/** `.docker({ workdir: "/app", expose: 8080, cmd: ["node", "server.js"] })` */
export function emitDockerInstructions(docker: DockerInstructionsNode, context: EmitContext): Code {
  return call(
    "docker",
    record({
      workdir: optionalText(docker.workdir, context),
      user: optionalText(docker.user, context),
      volume: oneOrMany(docker.volume, context),
      expose: emitPorts(docker.expose, context),
      env: textRecord(docker.env, context),
      label: textRecord(docker.label, context),
      entrypoint: emitCommandLine(docker.entrypoint, context),
      cmd: emitCommandLine(docker.cmd, context),
      healthcheck: optionalText(docker.healthcheck, context),
      exactValues: flag(docker.exactValues),
    }),
  );
}

/** A string stays one, and a list a list, also one of a single word: they mean different things. */
export function emitCommandLine(line: CommandLine | undefined, context: EmitContext): Code | undefined {
  if (line === undefined) return undefined;
  return typeof line === "string" ? context.text(line) : texts(line, context);
}

/** A plain port is written as a number. */
export function emitPorts(ports: readonly string[], context: EmitContext): Code | undefined {
  const items = ports.map((port) => (String(Number(port)) === port ? literal(Number(port)) : context.text(port)));
  const [first] = items;
  return items.length > 1 ? list(items) : first;
}
