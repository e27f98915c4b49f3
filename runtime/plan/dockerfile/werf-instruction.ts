import { leaf, type PartLeaf } from "../part.ts";
import { defaultPath } from "./default-path.ts";
import type { EvaluatedInstruction } from "./evaluate-dockerfile.ts";
import { expandOrKeep } from "./expand-word.ts";
import { splitWords } from "./split-words.ts";
import { variableNames } from "./variable-names.ts";

/** What a staged instruction is listed with. */
export interface WerfInstruction {
  readonly evaluated: EvaluatedInstruction;
  /** ARG that it sees, those with a value. */
  readonly args: ReadonlyMap<string, string>;
  /** Those whose defaults use variables, as they are written. @default none */
  readonly unexpandedArgs?: readonly string[];
  /** Of the Dockerfile. */
  readonly escapeCharacter: string;
  /** Whether a name is that of a stage of the Dockerfile, whose content counts by itself. */
  readonly isStage: (name: string) => boolean;
}

/** The values of FROM in the same way, as with WERF_STAGED_DOCKERFILE_VERSION=v2. */
export function werfFrom(reference: PartLeaf, cacheVersion: PartLeaf | undefined): readonly PartLeaf[] {
  const named = (name: string, part: PartLeaf): readonly PartLeaf[] => [leaf(name, name), part];
  return [
    ...named("BaseImageReference", reference),
    ...(cacheVersion === undefined ? [] : named("ImageCacheVersion", cacheVersion)),
  ];
}

/**
 * The values of a staged instruction as werf 2 lists them, names of lists included and files left out (spec §6.6). What werf
 * forgets, and would build something else, comes behind: heredocs, and names of variables that only the base image knows.
 */
export function werfInstruction(listed: WerfInstruction): readonly string[] {
  const { instruction } = listed.evaluated;
  const heredocs = instruction.heredocs.map(({ content }) => content);
  const unknown = [...unknownNames(listed), ...(listed.unexpandedArgs ?? [])];
  return [
    ...valuesOf(listed),
    ...(heredocs.length === 0 ? [] : ["Heredocs", ...heredocs]),
    ...(unknown.length === 0 ? [] : ["Unexpanded", ...unknown]),
  ];
}

function valuesOf({ evaluated, args, escapeCharacter, isStage }: WerfInstruction): readonly string[] {
  const { instruction, env, knownEnv } = evaluated;
  const expand = (text: string): string => expandOrKeep(evaluated.expand, text);
  const { keyword, rest, json } = instruction;
  const flag = (name: string): string => expand(instruction.flags.find(([key]) => key === name)?.[1] ?? "");
  const words = (): readonly string[] => (json ?? splitWords(rest, escapeCharacter)).map(expand);
  const command = [...(json ?? [rest]), "PrependShell", String(json === undefined)];
  switch (keyword) {
    case "ADD":
      return copied(words(), flag);
    case "COPY": {
      const from = flag("from");
      return ["From", from, ...copied(words(), flag), "ExpandedFrom", isStage(from) ? "" : from];
    }
    case "RUN": {
      const mounts = instruction.flags.flatMap(([name, value]) => (name === "mount" ? [expand(value)] : []));
      const seen = new Map([["PATH", defaultPath], ...args, ...knownEnv]);
      return [
        "Env",
        ...[...seen].map(([name, value]) => `${name}=${value}`).sort(),
        "Command",
        ...command,
        "Network",
        flag("network") || "default",
        "Security",
        flag("security") || "sandbox",
        ...(mounts.length === 0 ? [] : ["Mounts", ...mounts]),
      ];
    }
    case "CMD":
      return ["Cmd", ...command];
    case "ENTRYPOINT":
      return ["Entrypoint", ...command];
    case "ENV":
      return ["Env", ...env.flat()];
    case "LABEL":
      return ["Labels", ...words().flatMap((word) => word.split(/=([\s\S]*)/).slice(0, 2))];
    case "EXPOSE":
      return ["Ports", ...words()];
    case "VOLUME":
      return ["Volumes", ...words()];
    case "USER":
      return ["User", expand(rest)];
    case "WORKDIR":
      return ["Path", expand(rest)];
    case "SHELL":
      return ["Shell", ...(json ?? [rest])];
    case "STOPSIGNAL":
      return ["Signal", expand(rest)];
    case "MAINTAINER":
      return ["Maintainer", rest];
    default:
      return [keyword, ...instruction.flags.flat(), rest];
  }
}

function copied(words: readonly string[], flag: (name: string) => string): readonly string[] {
  const [sources, dest = ""] = [words.slice(0, -1), words.at(-1)];
  return ["Sources", ...sources, "Dest", dest, "Chown", flag("chown"), "Chmod", flag("chmod")];
}

/** Expanded they are nothing, in the build they are what the base image says. */
function unknownNames({ evaluated, args }: WerfInstruction): readonly string[] {
  const { keyword, text } = evaluated.instruction;
  if (keyword === "RUN" || keyword === "CMD" || keyword === "ENTRYPOINT") return [];
  return variableNames(text).filter((name) => !args.has(name) && !evaluated.knownEnv.has(name));
}
