import { type BoxNode, createBoxNode, credentialNames } from "../../../../sdk/model/pipeline-node.ts";
import type { TextNode } from "../../../../sdk/model/text-node.ts";
import type { Placed } from "../fields.ts";
import type { WerckerBox } from "../wercker-file.ts";
import { camelCase } from "./camel-case.ts";
import { note } from "./note.ts";
import { noteClearSecret } from "./note-clear-secret.ts";
import type { Scope } from "./scope.ts";
import { splitItems } from "./split-items.ts";

/** The container of a box or a service. */
export function toBoxNode(box: WerckerBox, scope: Scope): BoxNode {
  const { texts, origin } = box;
  const { cmd, entrypoint, volumes } = texts;
  if (volumes !== undefined) {
    note(
      scope,
      "approximated",
      "volumes",
      "mounted always, wercker did so with --enable-volumes alone",
      volumes.origin,
    );
  }
  if (box.awsStrictAuth !== undefined) note(scope, "left-out", "aws-strict-auth", "had no effect in wercker", origin);
  return createBoxNode({
    image: { kind: "reference", reference: referenceOf(box, scope), origin },
    ...(cmd === undefined || cmd.value === "" ? {} : { cmd: cmd.value }),
    ...(entrypoint === undefined || entrypoint.value === "" ? {} : { entrypoint: entrypoint.value }),
    env: toEnv(box, scope),
    ports: box.ports.map(({ value }) => value),
    volumes: splitItems(volumes?.value ?? ""),
    credentials: toCredentials(box, scope),
    origin,
  });
}

/** `tag` takes the place of the tag in `id` (spec §1.3). */
function referenceOf({ id, texts, origin }: WerckerBox, { path, findings }: Scope): string {
  const where = [origin];
  if (id === "") {
    findings.error({ code: "WERCKER.BOX", message: `${path} names no image`, next: ["Give it an id."], where });
    return "";
  }
  const isDigest = /@sha256:[0-9a-f]{64}$/.test(id);
  if (id.includes("@") && !isDigest) {
    findings.error({
      code: "WERCKER.BOX",
      message: `Invalid box name, '@' is not allowed: ${path} is ${id}`,
      why: "Boxes with a version behind an @ are those of wercker before it used Docker; nobody has them any more.",
      next: ["Name an image and its tag: golang:1.10"],
      where,
    });
  }
  const tag = texts.tag?.value ?? "";
  if (tag === "" || isDigest) return id;
  const colon = id.indexOf(":", id.lastIndexOf("/") + 1);
  return `${colon < 0 ? id : id.slice(0, colon)}:${tag}`;
}

/** wercker turned the names into upper case. */
function toEnv({ env }: WerckerBox, scope: Scope): Readonly<Record<string, TextNode>> {
  const entries = new Map<string, string>();
  for (const [name, { value, origin }] of env) {
    const upper = name.toUpperCase();
    if (upper !== name) note(scope, "approximated", `env.${name}`, `is ${upper}, as in wercker`, origin);
    entries.set(upper, value);
  }
  return Object.fromEntries(entries);
}

function toCredentials({ texts }: WerckerBox, scope: Scope): BoxNode["credentials"] {
  const given = Object.entries(texts).flatMap(([key, text]): readonly (readonly [string, string])[] => {
    const name = credentialNames.find((credential) => credential === camelCase(key));
    if (name === undefined || text === undefined || text.value === "") return [];
    noteClearSecret(key, text, scope);
    if (key === "registry") noteNoScheme(text, scope);
    return [[name, text.value]];
  });
  return Object.fromEntries(given);
}

/** Such an address said nothing to wercker. */
function noteNoScheme({ value, origin }: Placed<string>, scope: Scope): void {
  if (value.includes("://") || value.includes("$")) return;
  const message = "has no https:// in front: wercker did not use it and went by the name of the image; builder uses it";
  note(scope, "approximated", "registry", message, origin);
}
