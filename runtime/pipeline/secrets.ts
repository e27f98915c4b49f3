import { allSteps, type BoxNode, type PipelineNode } from "../../sdk/model/pipeline-node.ts";
import type { PropertyNode, StepNode } from "../../sdk/model/step-node.ts";
import { isSecretText, type TextNode } from "../../sdk/model/text-node.ts";
import { secretMissing } from "./errors.ts";

/** The values of the secrets that a pipeline names. */
export interface Secrets {
  /** Of a secret that the pipeline names. */
  value(name: string): string;
  /** All of them. */
  values(): readonly string[];
}

/** Looks up every secret before anything is started. Error: `PIPELINE.SECRET_MISSING`. */
export function readSecrets(pipeline: PipelineNode, host: ReadonlyMap<string, string>): Secrets {
  const found = new Map<string, string>();
  const missing = new Set<string>();
  for (const name of secretNames(pipeline)) {
    const value = host.get(name) ?? host.get(`XXX_${name}`) ?? host.get(`X_${name}`);
    if (value === undefined) missing.add(name);
    else found.set(name, value);
  }
  if (missing.size > 0) throw secretMissing([...missing], pipeline);
  return { value: (name) => found.get(name) ?? "", values: () => [...found.values()] };
}

function secretNames(pipeline: PipelineNode): ReadonlySet<string> {
  const containers = [pipeline.box, ...pipeline.services.map(({ container }) => container)];
  const texts = [
    ...Object.values(pipeline.env),
    ...containers.flatMap((container) => (container === undefined ? [] : textsOfBox(container))),
    ...allSteps(pipeline).flatMap(textsOfStep),
  ];
  return new Set(texts.filter(isSecretText).map(({ name }) => name));
}

function textsOfBox({ env, credentials }: BoxNode): readonly TextNode[] {
  return [...Object.values(env), ...Object.values(credentials)];
}

function textsOfStep(step: StepNode): readonly TextNode[] {
  if (step.kind === "script-step") return [];
  if (step.kind === "external-step") return Object.values(step.properties);
  return Object.values(step.properties).flatMap(textsOfProperty);
}

function textsOfProperty(property: PropertyNode): readonly TextNode[] {
  if (typeof property === "string" || isSecretText(property)) return [property];
  if (typeof property === "boolean" || !("kind" in property)) return [];
  if (property.kind === "record") return Object.values(property.entries);
  return Object.values(property.registries).flatMap(({ username, password }) => [username, password]);
}
