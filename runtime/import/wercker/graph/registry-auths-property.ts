import type { PropertyNode } from "../../../../sdk/model/step-node.ts";
import type { Placed } from "../fields.ts";
import { note } from "./note.ts";
import type { Scope } from "./scope.ts";

/** Credentials by registry, written as JSON (spec §4.5). */
export function toRegistryAuths(text: Placed<string>, scope: Scope): PropertyNode | undefined {
  const parsed = parseJson(text.value);
  if (!isRecord(parsed)) {
    scope.findings.error({
      code: "WERCKER.PROPERTY",
      message: `${scope.path}.registry-auth-config is no JSON object`,
      next: ['Write { "registry.example.com": { "username": "$USER", "password": "$PASSWORD" } }'],
      where: [text.origin],
    });
    return undefined;
  }
  const registries = Object.entries(parsed).flatMap(([registry, auth]) => {
    const username = textOf(auth, "username");
    const password = textOf(auth, "password");
    if (username !== "" && password !== "") return [[registry, { username, password }]];
    const message = `${registry} lacks a user name or a password: wercker left it out`;
    note(scope, "left-out", "registry-auth-config", message, text.origin);
    return [];
  });
  return registries.length === 0 ? undefined : { kind: "registry-auths", registries: Object.fromEntries(registries) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Go reads keys whatever their case. */
function textOf(auth: unknown, name: string): string {
  if (!isRecord(auth)) return "";
  const [, value] = Object.entries(auth).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
