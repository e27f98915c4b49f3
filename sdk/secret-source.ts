import { requireString } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import type { SecretSource } from "./model/secret-node.ts";

/** Where a text comes from that nobody may see. */
export type SecretSourceOptions =
  | {
      /** Environment variable of the machine that runs builder. */
      readonly env: string;
      /** One source is enough. */
      readonly file?: never;
      /** One source is enough. */
      readonly value?: never;
    }
  | {
      /** File of the machine that runs builder: absolute, below `~`, or relative to the folder of build.ts. */
      readonly file: string;
      /** One source is enough. */
      readonly env?: never;
      /** One source is enough. */
      readonly value?: never;
    }
  | {
      /** The text itself, from wherever build.ts has it. */
      readonly value: string;
      /** One source is enough. */
      readonly env?: never;
      /** One source is enough. */
      readonly file?: never;
    };

/** `what` names the options as in the call: `secret(options)`. Exactly one source must be given. */
export function toSecretSource(
  given: Readonly<Record<string, unknown>>,
  what: string,
  origin: Origin | undefined,
): SecretSource {
  const sources = [given.env, given.file, given.value].filter((source) => source !== undefined);
  if (sources.length !== 1)
    throw wrongArgument(what, "given exactly one of `env`, `file` and `value`", undefined, origin);
  if (given.env !== undefined) return { kind: "env", name: requireString(given.env, `${what}.env`, origin) };
  if (given.file !== undefined) return { kind: "file", path: requireString(given.file, `${what}.file`, origin) };
  // The value must not get into the message of an error.
  if (typeof given.value !== "string") throw wrongArgument(`${what}.value`, "a string", {}, origin);
  return { kind: "value", value: given.value };
}
