import type { DockerInstructionsNode } from "../../sdk/model/docker-instructions-node.ts";
import type { Healthcheck } from "../engine/engine.ts";
import { invalidInstruction } from "./errors.ts";

/** What the messages of this file ask for. */
const expected =
  "NONE, or CMD and a command, after options like --interval=30s --timeout=5s --start-period=1m --retries=3";

const optionPattern = /^--([a-z-]+)=(\S+)\s*/;

/** Reads the text that follows HEALTHCHECK in a Dockerfile. Errors: `GRAPH.INVALID_INSTRUCTION`. */
export function parseHealthcheck(node: DockerInstructionsNode, text: string): Healthcheck {
  const fail = (): Error => invalidInstruction(node, "HEALTHCHECK", text, expected);
  let rest = text.trim();
  const options: { intervalNs?: number; timeoutNs?: number; startPeriodNs?: number; retries?: number } = {};
  for (let match = optionPattern.exec(rest); match !== null; match = optionPattern.exec(rest)) {
    const [whole, name, value] = match;
    const amount = name === "retries" ? parseCount(value) : parseDuration(value);
    if (amount === undefined) throw fail();
    if (name === "interval") options.intervalNs = amount;
    else if (name === "timeout") options.timeoutNs = amount;
    else if (name === "start-period") options.startPeriodNs = amount;
    else if (name === "retries") options.retries = amount;
    else throw fail();
    rest = rest.slice(whole.length);
  }
  if (/^none$/i.test(rest) && Object.keys(options).length === 0) return { test: ["NONE"] };
  const command = /^cmd\s+(\S[\s\S]*)$/i.exec(rest)?.[1];
  if (command === undefined) throw fail();
  return { test: parseTest(command), ...options };
}

/** A JSON list of strings is executed as it is, everything else goes through the image's shell. */
function parseTest(command: string): readonly string[] {
  const list = parseStringList(command);
  return list === undefined ? ["CMD-SHELL", command] : ["CMD", ...list];
}

function parseStringList(text: string): readonly string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

const unitNs: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** Go's durations: `1m30s`, `1.5h`, `500ms`. */
function parseDuration(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text))
    return text === "0" ? 0 : undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (unitNs[unit ?? ""] ?? 0);
  }
  return Math.round(total);
}
