import { optionalString, requireOptions } from "./arguments.ts";
import type { Origin } from "./errors/origin.ts";
import { wrongArgument } from "./errors.ts";
import { createSecretNode, type SecretNode, type SecretSource } from "./model/secret-node.ts";
import { toSecretSource } from "./secret-source.ts";

/** Where a secret comes from; commands read it at `/run/secrets/ID`. */
export type SecretOptions =
  | {
      /** Environment variable of the machine that runs builder. */
      readonly env: string;
      /** @default the name of the variable */
      readonly id?: string;
      /** One source is enough. */
      readonly file?: never;
      /** One source is enough. */
      readonly value?: never;
    }
  | {
      /** File of the machine that runs builder: absolute, below `~`, or relative to the folder of build.ts. */
      readonly file: string;
      /** @default the name of the file without its folder */
      readonly id?: string;
      /** One source is enough. */
      readonly env?: never;
      /** One source is enough. */
      readonly value?: never;
    }
  | {
      /** The text itself, from wherever build.ts has it. */
      readonly value: string;
      /** Name of the file below `/run/secrets`. */
      readonly id: string;
      /** One source is enough. */
      readonly env?: never;
      /** One source is enough. */
      readonly file?: never;
    };

/** Checks what was given to `.secret()` and writes it down. */
export function toSecretNode(options: unknown, origin: Origin | undefined): SecretNode {
  const given = requireOptions(options, ["env", "file", "value", "id"], "secret(options)", origin);
  const source = toSecretSource(given, "secret(options)", origin);
  const id = optionalString(given.id, "secret({ id })", origin) ?? defaultId(source);
  if (id === undefined) throw wrongArgument("secret({ id })", "given for a `value`", undefined, origin);
  return createSecretNode({ id, source, ...(origin === undefined ? {} : { origin }) });
}

function defaultId(source: SecretSource): string | undefined {
  if (source.kind === "env") return source.name;
  return source.kind === "file" ? source.path.slice(source.path.lastIndexOf("/") + 1) : undefined;
}
