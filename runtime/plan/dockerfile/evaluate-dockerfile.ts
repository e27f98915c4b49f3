import type { Dockerfile, DockerfileStage, Instruction } from "./dockerfile.ts";
import { invalidBase, invalidDockerfile } from "./errors.ts";
import { expandWord } from "./expand-word.ts";
import { platformArgs } from "./platform-args.ts";
import { splitWords } from "./split-words.ts";

type Values = ReadonlyMap<string, string>;

/** What a Dockerfile is evaluated with. */
export interface Evaluation {
  readonly dockerfile: Dockerfile;
  /** For messages. */
  readonly path: string;
  /** Build arguments as given: those of `args` and those of other images. */
  readonly args: Values;
  /** `os/arch[/variant]`. */
  readonly platform: string;
  /** ONBUILD of images from elsewhere, by the names that stages have for them. @default none */
  readonly triggers?: ReadonlyMap<string, readonly string[]>;
}

/** A stage with everything replaced that the Dockerfile and the arguments say. */
export interface EvaluatedStage {
  readonly stage: DockerfileStage;
  /** With variables replaced; may name an earlier stage. */
  readonly base: string;
  /** The platform that FROM asks for. */
  readonly platform?: string;
  readonly instructions: readonly EvaluatedInstruction[];
  /** ENV as the stage leaves it. */
  readonly env: Values;
}

export interface EvaluatedInstruction {
  readonly instruction: Instruction;
  /** Of ARG. */
  readonly args: readonly EvaluatedArg[];
  /** Of ENV. */
  readonly env: readonly (readonly [name: string, value: string])[];
  /** All ENV before it. */
  readonly knownEnv: Values;
  /** Replaces variables as they are at this place. */
  readonly expand: (text: string) => string;
}

export interface EvaluatedArg {
  readonly name: string;
  readonly value: string | undefined;
  /** Given from outside rather than a default of the Dockerfile. */
  readonly isGiven: boolean;
}

/** The values of the arguments that stand before the first FROM, and of the platform. */
export function evaluateMetaArgs(evaluation: Evaluation): Values {
  const values = new Map(platformArgs(evaluation.platform));
  for (const instruction of evaluation.dockerfile.metaArgs) {
    for (const { name, value } of evaluateArg(evaluation, instruction, (key) => values.get(key), new Map())) {
      if (value !== undefined) values.set(name, value);
    }
  }
  return values;
}

/** The base image of a stage. Errors: `DOCKERFILE.BASE`. */
export function evaluateBase({ path, dockerfile }: Evaluation, stage: DockerfileStage, metaArgs: Values): string {
  const base = guarded(path, stage.from, () => expandWord(stage.base, dockerfile.escape, (name) => metaArgs.get(name)));
  if (base === "") throw invalidBase(path, stage.from.line, stage.base);
  return base;
}

/** @param inherited ENV of the stage that this one starts from */
export function evaluateStage(
  evaluation: Evaluation,
  stage: DockerfileStage,
  metaArgs: Values,
  inherited: Values = new Map(),
): EvaluatedStage {
  const { dockerfile, path } = evaluation;
  const args = new Map<string, string>();
  const env = new Map(inherited);
  const base = evaluateBase(evaluation, stage, metaArgs);
  const instructions = stage.instructions.map((instruction): EvaluatedInstruction => {
    const [argsHere, envHere] = [new Map(args), new Map(env)];
    const lookup = (name: string): string | undefined => envHere.get(name) ?? argsHere.get(name);
    const expand = (text: string): string => expandWord(text, dockerfile.escape, lookup);
    const ownArgs = instruction.keyword === "ARG" ? evaluateArg(evaluation, instruction, lookup, metaArgs) : [];
    const ownEnv =
      instruction.keyword === "ENV"
        ? guarded(path, instruction, () => readEnv(instruction, dockerfile.escape, expand))
        : [];
    for (const { name, value } of ownArgs) if (value !== undefined) args.set(name, value);
    for (const [name, value] of ownEnv) env.set(name, value);
    return { instruction, args: ownArgs, env: ownEnv, knownEnv: envHere, expand };
  });
  const platform = stage.from.flags.find(([name]) => name === "platform")?.[1];
  return { stage, base, instructions, env, ...(platform === undefined ? {} : { platform }) };
}

/** What is given counts before the default, and that before the argument of the same name above the first FROM. */
function evaluateArg(
  { args, dockerfile, path }: Evaluation,
  instruction: Instruction,
  lookup: (name: string) => string | undefined,
  metaArgs: Values,
): readonly EvaluatedArg[] {
  const earlier = new Map<string, string>();
  return splitWords(instruction.rest, dockerfile.escape).map((word) => {
    const at = word.indexOf("=");
    const name = at < 0 ? word : word.slice(0, at);
    const given = args.get(name);
    const value =
      given ??
      (at < 0
        ? metaArgs.get(name)
        : guarded(path, instruction, () =>
            expandWord(word.slice(at + 1), dockerfile.escape, (key) => lookup(key) ?? earlier.get(key)),
          ));
    if (value !== undefined) earlier.set(name, value);
    return { name, value, isGiven: given !== undefined };
  });
}

/** `ENV a=1 b=2`, or the old form `ENV a any text`. */
function readEnv(
  { rest }: Instruction,
  escapeCharacter: string,
  expand: (text: string) => string,
): readonly (readonly [string, string])[] {
  const words = splitWords(rest, escapeCharacter);
  if (!(words[0] ?? "").includes("=")) {
    const [, name = "", value = ""] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
    return [[expand(name), expand(value)]];
  }
  return words.map((word) => {
    const at = word.indexOf("=");
    return [expand(at < 0 ? word : word.slice(0, at)), at < 0 ? "" : expand(word.slice(at + 1))];
  });
}

function guarded<T>(path: string, { line }: Instruction, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidDockerfile(path, line, error.message);
    throw error;
  }
}
