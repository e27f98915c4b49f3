import { Bug } from "../../sdk/errors/bug.ts";
import type { CommandLine, DockerInstructionsNode } from "../../sdk/model/docker-instructions-node.ts";
import { group, leaf, type Part } from "../plan/part.ts";
import { applyInstructions } from "./apply-instructions.ts";
import type { Stage, StageContext } from "./stage.ts";

/** The config of the image; nothing runs. */
export function createDockerInstructionsStage(): Stage {
  return {
    name: "dockerInstructions",
    isEmpty: async () => false,
    parts: async (context) => group("dockerInstructions", instructionParts(context)),
    isSuitable: async () => true,
    commits: () => undefined,
    labels: async (context) => instructionsOf(context).label,
    build: async (context) =>
      applyInstructions(context.config, instructionsOf(context), context.profile.cmdResetsEntrypoint),
  };
}

function instructionsOf({ image }: StageContext): DockerInstructionsNode {
  if (image.docker === undefined) throw new Bug(`${image.name} has no docker instructions`);
  return image.docker;
}

/** The last five are always there, as in werf (spec §1.6). */
function instructionParts(context: StageContext): readonly Part[] {
  const node = instructionsOf(context);
  const { commandText } = context.profile;
  return [
    ...(node.exactValues ? [leaf("exact values", "exact-values:::")] : []),
    ...node.volume.map((path) => leaf(`VOLUME ${path}`, path)),
    ...node.expose.map((port) => leaf(`EXPOSE ${port}`, port)),
    ...keyedParts("ENV", node.env),
    ...keyedParts("LABEL", node.label),
    leaf("CMD", commandText(impliedCmd(node))),
    leaf("ENTRYPOINT", commandText(node.entrypoint)),
    leaf("WORKDIR", node.workdir ?? ""),
    leaf("USER", node.user ?? ""),
    leaf("HEALTHCHECK", node.healthcheck ?? ""),
  ];
}

/** The key is a value of its own for werf. It has no name: that of its value tells explanations all there is. */
function keyedParts(instruction: string, values: Readonly<Record<string, string>>): readonly Part[] {
  return Object.keys(values)
    .sort()
    .flatMap((key) => [leaf("", key), leaf(`${instruction} ${key}`, values[key] ?? "")]);
}

/** An ENTRYPOINT without CMD means an empty CMD, in the digest as in the image (spec §3.4). */
function impliedCmd(node: DockerInstructionsNode): CommandLine | undefined {
  return node.cmd === undefined && node.entrypoint !== undefined ? [] : node.cmd;
}
