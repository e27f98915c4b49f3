import { posix } from "node:path";
import type { Instruction } from "./dockerfile.ts";
import type { EvaluatedInstruction } from "./evaluate-dockerfile.ts";
import { expandOrKeep } from "./expand-word.ts";

/** Where an instruction takes files from. */
export interface InstructionSources {
  /** Masks of the context; absent where it takes nothing from there. */
  readonly context?: readonly string[];
  /** Stages or images, as they are written. */
  readonly from: readonly string[];
}

/** The files that COPY, ADD and the mounts of RUN ask for. */
export function instructionSources({ instruction, expand }: EvaluatedInstruction): InstructionSources {
  switch (instruction.keyword) {
    case "COPY":
    case "ADD":
      return copySources(instruction, expand);
    case "RUN":
      return mountSources(instruction, expand);
    default:
      return { from: [] };
  }
}

function copySources(instruction: Instruction, expand: (text: string) => string): InstructionSources {
  const from = instruction.flags.find(([name]) => name === "from")?.[1];
  if (from !== undefined) return { from: [from] };
  const words = instruction.json ?? instruction.rest.split(/\s+/).filter(Boolean);
  const sources = words.slice(0, -1).filter((word) => !word.startsWith("<<"));
  const local = sources.map((source) => expandOrKeep(expand, source)).filter((source) => !isRemote(source));
  return { context: local.map(withinContext), from: [] };
}

/** werf knows nothing of files that are mounted; `builder` counts them. */
function mountSources(instruction: Instruction, expand: (text: string) => string): InstructionSources {
  const context: string[] = [];
  const from: string[] = [];
  for (const [name, value] of instruction.flags) {
    if (name !== "mount") continue;
    const options = new Map(value.split(",").map((option) => splitOption(option)));
    const origin = options.get("from");
    if (origin !== undefined) from.push(origin);
    else if ((options.get("type") ?? "bind") === "bind") {
      context.push(withinContext(expandOrKeep(expand, options.get("source") ?? options.get("src") ?? ".")));
    }
  }
  return context.length === 0 ? { from } : { context, from };
}

function splitOption(option: string): readonly [string, string] {
  const at = option.indexOf("=");
  return at < 0 ? [option.trim(), ""] : [option.slice(0, at).trim(), option.slice(at + 1)];
}

function isRemote(source: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/.test(source);
}

/** Paths of a context begin at its root, with a slash or without. */
function withinContext(source: string): string {
  const path = posix.join("/", source).replace(/^\/+|\/+$/g, "");
  return path === "" ? "." : path;
}
