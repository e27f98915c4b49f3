import { Bug } from "../../../sdk/errors/bug.ts";
import type { ImageId, InspectedImage } from "../../engine/engine.ts";
import { defaultPath } from "../../plan/dockerfile/default-path.ts";
import { evaluateMetaArgs, evaluateStage } from "../../plan/dockerfile/evaluate-dockerfile.ts";
import { type StagedInstruction, stagedInstructions } from "../../plan/dockerfile/staged-instructions.ts";
import { packTar } from "../../util/archive.ts";
import { createLastLines } from "../last-lines.ts";
import { lastStageOf } from "../needed-stage.ts";
import { contextTar } from "./context-tar.ts";
import { engineArgs } from "./dependency-args.ts";
import { dockerfileFailed } from "./errors.ts";
import { instructionText } from "./instruction-text.ts";
import { findBase, type StagedMaking } from "./make-from.ts";
import { pullBase } from "./pull-base.ts";
import { masksOf, repositoryOf, takenFilter } from "./taken-files.ts";

/** Lines of output that an error repeats. */
const shownLines = 20;

/** BuildKit hands them to every command, whether ARG names them or not. */
const proxyArgs = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

interface InstructionMaking extends StagedMaking {
  readonly instruction: StagedInstruction;
}

/** Has the engine build one instruction on the stage before it. Errors: `BUILD.DOCKERFILE_FAILED`. */
export async function makeInstruction(making: InstructionMaking): Promise<ImageId> {
  const { context, instruction } = making;
  const { parent, image, engine, imageLabels } = context;
  if (parent === undefined) throw new Bug(`${image.name}: ${instruction.name} is built before FROM`);
  const { keyword, rest } = instruction.evaluated.instruction;
  if (keyword !== "ONBUILD") return buildOn(making, parent);
  const { config } = parent;
  const labels = { ...config.labels, ...imageLabels };
  return engine.images.reconfigure(parent.id, { ...config, labels, onBuild: [...config.onBuild, rest] });
}

async function buildOn(making: InstructionMaking, parent: InspectedImage): Promise<ImageId> {
  const { context, read, instruction, part, surroundings } = making;
  const { image, engine, signal } = context;
  const sources = new Map<number, InspectedImage>();
  for (const { index } of instruction.stages) {
    const name = part.images.get(index) ?? "";
    const { stored } = lastStageOf(context, name);
    if (stored === undefined) throw new Bug(`${image.name} is built before ${name}`);
    sources.set(index, await context.fetch(stored));
  }
  for (const reference of instruction.images) await pullBase(context, reference, image.platform);
  const args = await knownArgs(making, parent);
  const isCommand = instruction.evaluated.instruction.keyword === "RUN";
  const lastLines = createLastLines(shownLines);
  const open = await takenFiles(making);
  const names = new Map<number, string>();
  for (const [index, { id }] of sources) names.set(index, await context.nameFor(id));
  const built = await engine.buildDockerfile(
    {
      context: open,
      dockerfile: "Dockerfile",
      dockerfileText: instructionText({
        dockerfile: read.recipe.dockerfile,
        stage: read.stage,
        instruction,
        parent: await context.nameFor(parent.id),
        sources: names,
        args: Object.keys(args),
        shell: parent.config.shell,
      }),
      args,
      addHost: isCommand ? image.addHost : [],
      secrets: isCommand ? context.secrets : new Map(),
      platform: surroundings.platform,
      labels: context.imageLabels,
      ...(image.network === undefined || !isCommand ? {} : { network: image.network }),
      ...(image.ssh === undefined || !isCommand ? {} : { ssh: image.ssh }),
    },
    (stream, line) => {
      lastLines.add(line);
      context.onLine(stream, line);
    },
    signal,
  );
  if (built.kind === "built") return built.imageId;
  throw dockerfileFailed({
    image,
    path: read.recipe.dockerfilePath,
    message: built.message,
    lastLines: lastLines.all(),
    instruction: instruction.evaluated.instruction,
  });
}

/** The files that the instruction takes and no others. */
async function takenFiles({ context, read, instruction, surroundings }: InstructionMaking) {
  const masks = masksOf(instruction.ingredients);
  // No mask would mean every file.
  if (masks.length === 0) return () => packTar([]);
  const { recipe, added } = read;
  const taken = [...recipe.uncommitted, ...added].filter(
    ({ path }) => surroundings.workTree?.matches(masks, path) === true && !recipe.hidden.includes(path),
  );
  return contextTar(repositoryOf(context), takenFilter(context, recipe, masks), taken);
}

/** ARG with the values that they have at this place; defaults may use variables of the base image. */
async function knownArgs(making: InstructionMaking, parent: InspectedImage): Promise<Readonly<Record<string, string>>> {
  const { context, read, instruction, surroundings } = making;
  const given = engineArgs(context, surroundings.project);
  const isDynamic = read.evaluated.instructions.some(
    (one) => one.instruction.keyword === "ARG" && one.instruction.rest.includes("$"),
  );
  const { config } = isDynamic && read.evaluated.base !== "scratch" ? await findBase(making) : parent;
  const evaluation = { ...read.evaluation, args: new Map(Object.entries(given)) };
  const env = new Map(Object.entries({ PATH: defaultPath, ...config.env }));
  const evaluated = evaluateStage(evaluation, read.evaluated.stage, evaluateMetaArgs(evaluation), env);
  const same = stagedInstructions(evaluation, evaluated, context.profile.dockerfileAs).find(
    ({ name }) => name === instruction.name,
  );
  const proxies = Object.entries(given).filter(([name]) => proxyArgs.includes(name.toUpperCase()));
  return { ...Object.fromEntries(proxies), ...Object.fromEntries(same?.args ?? []) };
}
