import type { SecretNode, SecretSource } from "../../../sdk/model/secret-node.ts";
import { type Code, call, type RecordCode, record } from "./code.ts";
import type { EmitContext } from "./emit-context.ts";

/** `.secret({ env: "NPM_TOKEN" })` */
export function emitSecret(secret: SecretNode, context: EmitContext): Code {
  return call("secret", secretOptions(secret, context));
}

/** The id is left out where it is the one that the source gives. */
export function secretOptions({ id, source }: SecretNode, context: EmitContext): RecordCode {
  const given = secretSource(source, context);
  return record({ ...given, id: defaultId(source) === id ? undefined : context.text(id) });
}

/** Where a secret comes from. */
export function secretSource(source: SecretSource, { text }: EmitContext): Readonly<Record<string, Code>> {
  switch (source.kind) {
    case "env":
      return { env: text(source.name) };
    case "file":
      return { file: text(source.path) };
    case "value":
      return { value: text(source.value) };
  }
}

function defaultId(source: SecretSource): string | undefined {
  if (source.kind === "env") return source.name;
  return source.kind === "file" ? source.path.slice(source.path.lastIndexOf("/") + 1) : undefined;
}
