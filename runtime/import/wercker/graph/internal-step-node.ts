import { mostSimilar } from "../../../../sdk/errors/most-similar.ts";
import { type InternalStepName, propertiesOf } from "../../../../sdk/model/internal-steps.ts";
import { createStepNode, type InternalStepNode, type PropertyNode } from "../../../../sdk/model/step-node.ts";
import type { Placed } from "../fields.ts";
import type { WerckerStep } from "../wercker-file.ts";
import { camelCase } from "./camel-case.ts";
import { note } from "./note.ts";
import { noteClearSecret } from "./note-clear-secret.ts";
import { toProperty } from "./property-node.ts";
import type { Scope } from "./scope.ts";

/** A step that builder itself carries out, its properties under the names of the SDK (spec §4). */
export function toInternalStep(step: InternalStepName, wercker: WerckerStep, scope: Scope): InternalStepNode {
  const { cwd, checkpoint, origin } = wercker;
  if (cwd !== undefined) note(scope, "left-out", "cwd", "internal steps had none in wercker", cwd.origin);
  if (checkpoint !== undefined) {
    note(scope, "left-out", "checkpoint", "wercker kept none after an internal step", checkpoint.origin);
  }
  const kinds = propertiesOf(step);
  const properties = new Map<string, PropertyNode>();
  for (const [key, value] of givenTo(step, wercker)) {
    const name = propertyName(step, key);
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) noteUnknown(step, key, value, scope);
    else {
      noteClearSecret(key, value, scope);
      const property = toProperty(step, key, kind, value, scope);
      if (property !== undefined) properties.set(name, property);
    }
  }
  addMissing(step, properties, wercker, scope);
  if (properties.has("imageName")) noteImageMode(step, wercker, scope);
  return createStepNode({
    kind: "internal-step",
    name: isNamedByProperty(step) ? defaultName(step) : (wercker.name ?? defaultName(step)),
    step,
    properties: Object.fromEntries(properties),
    origin,
  });
}

/** For these two `name` is the container's. */
function isNamedByProperty(step: InternalStepName): boolean {
  return step === "docker-run" || step === "docker-kill";
}

function defaultName(step: InternalStepName): string {
  return step.replaceAll("-", " ");
}

function* givenTo(step: InternalStepName, { data, name, origin }: WerckerStep): Generator<[string, Placed<string>]> {
  yield* data;
  if (isNamedByProperty(step) && name !== undefined) yield ["name", { value: name, origin }];
}

const renamed = new Map([
  ["q", "quiet"],
  ["stopsignal", "stopSignal"],
]);

function propertyName(step: InternalStepName, key: string): string {
  // The SDK's own names are none of wercker's.
  if (/[A-Z]/.test(key) || (step === "docker-build" && key === "quiet")) return "";
  return renamed.get(key) ?? camelCase(key);
}

function noteUnknown(step: InternalStepName, key: string, { origin }: Placed<string>, scope: Scope): void {
  const names = Object.keys(propertiesOf(step)).map((name) =>
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  );
  const similar = mostSimilar(key, names);
  const meant = similar === undefined ? "" : `: did you mean ${similar}?`;
  note(scope, "left-out", key, `wercker did not know ${key} and ignored it${meant}`, origin);
}

/** What a step cannot do without. */
function addMissing(
  step: InternalStepName,
  properties: Map<string, PropertyNode>,
  { origin }: WerckerStep,
  scope: Scope,
): void {
  const isPush = step === "docker-push" || step === "docker-scratch-push";
  if (isPush && !properties.has("repository")) {
    const message = "is missing: wercker failed with `Repository not specified`; set X_REPOSITORY or write it";
    note(scope, "approximated", "repository", message, origin);
    properties.set("repository", "$REPOSITORY");
  }
  for (const [name, key] of Object.entries(required[step] ?? {})) {
    if (properties.has(name)) continue;
    scope.findings.error({
      code: "WERCKER.PROPERTY",
      message: `${scope.path}: "${key}" is a required field of internal/${step}`,
      next: [`Give it one: ${key}: …`],
      where: [origin],
    });
  }
}

const required: Readonly<Partial<Record<InternalStepName, Readonly<Record<string, string>>>>> = {
  "docker-build": { imageName: "image-name" },
  "docker-run": { name: "name", image: "image" },
  "docker-kill": { name: "name" },
  watch: { code: "code" },
};

const configKeys = [
  "cmd",
  "entrypoint",
  "env",
  "labels",
  "ports",
  "volumes",
  "user",
  "working-dir",
  "stopsignal",
  "author",
  "message",
];

/** The image is pushed as it was built. */
function noteImageMode(step: InternalStepName, { data }: WerckerStep, scope: Scope): void {
  if (step !== "docker-push") return;
  for (const key of configKeys) {
    const value = data.get(key);
    if (value === undefined) continue;
    note(scope, "left-out", key, "has no effect beside image-name: that image is pushed as it is", value.origin);
  }
}
