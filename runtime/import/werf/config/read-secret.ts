import { createSecretNode, type SecretNode, type SecretSource } from "../../../../sdk/model/secret-node.ts";
import type { Section } from "./section.ts";

const sources = ["env", "src", "value"] as const;

/** `secrets` (spec §3.3, §9.3). */
export function readSecrets(image: Section): readonly SecretNode[] {
  return image.sections("secrets", ["id", ...sources]).flatMap((item) => {
    const source = readSecretSource(item);
    if (source === undefined) return [];
    const id = item.text("id") ?? defaultId(source);
    if (id !== undefined) return [createSecretNode({ id, source, ...item.origin })];
    item.problem("value", {
      code: "WERF.REQUIRED_FIELD",
      message: 'a secret that is given as a value needs an "id"',
      next: ["name it: id: NAME; commands find it at /run/secrets/NAME"],
    });
    return [];
  });
}

/** Exactly one of `env`, `src` and `value`. */
export function readSecretSource(section: Section): SecretSource | undefined {
  const [first, ...others] = sources.filter((key) => section.has(key));
  if (first === undefined || others.length > 0) {
    section.problem(others[0] ?? "env", {
      code: "WERF.CONFLICT",
      message:
        first === undefined
          ? "a secret says neither `env` nor `src` nor `value`"
          : "a secret says more than one of `env`, `src` and `value`",
      next: ["give one of them: env: VARIABLE, src: FILE, or value: TEXT"],
    });
    return undefined;
  }
  const text = section.text(first);
  if (text === undefined) return undefined;
  if (first === "env") return { kind: "env", name: text };
  return first === "src" ? { kind: "file", path: text } : { kind: "value", value: text };
}

function defaultId(source: SecretSource): string | undefined {
  if (source.kind === "env") return source.name;
  return source.kind === "file" ? source.path.slice(source.path.lastIndexOf("/") + 1) : undefined;
}
